<?xml version="1.0" encoding="UTF-8"?>
<!--
  Has the service's one listener speak HTTPS, or HTTP again. Applied to a domain.xml before a start
  with a key store, and before the next one without.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="UTF-8"/>
  <!-- http-listener-1 is HTTP, http-listener-2 is HTTPS; a port has one of them. -->
  <xsl:param name="protocol"/>

  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <xsl:template match="config[@name='server-config']/network-config/network-listeners/network-listener[@name='http-listener-1']/@protocol">
    <xsl:attribute name="protocol"><xsl:value-of select="$protocol"/></xsl:attribute>
  </xsl:template>

  <xsl:template match="config[@name='server-config']/network-config/protocols/protocol[@name='http-listener-2']/http">
    <xsl:copy>
      <xsl:apply-templates select="@*"/>
      <xsl:attribute name="server-header">false</xsl:attribute>
      <xsl:attribute name="xpowered-by">false</xsl:attribute>
      <xsl:apply-templates select="node()"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="config[@name='server-config']/network-config/protocols/protocol[@name='http-listener-2']/ssl">
    <xsl:copy>
      <xsl:apply-templates select="@*"/>
      <xsl:attribute name="tls-enabled">false</xsl:attribute>
      <xsl:attribute name="tls11-enabled">false</xsl:attribute>
      <xsl:attribute name="tls12-enabled">true</xsl:attribute>
      <xsl:attribute name="tls13-enabled">true</xsl:attribute>
      <xsl:apply-templates select="node()"/>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
