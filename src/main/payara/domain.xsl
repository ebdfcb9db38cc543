<?xml version="1.0" encoding="UTF-8"?>
<!--
  Makes the domain.xml of a new domain out of the one that Payara ships: what no command can set
  before the first start.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <!-- Nobody here uses JMS; without this element Payara opens port 7676 on all interfaces. -->
  <xsl:template match="config[@name='server-config']/availability-service">
    <jms-service type="REMOTE" default-jms-host="default_JMS_host">
      <jms-host name="default_JMS_host" host="localhost" port="7676" lazy-init="false"/>
    </jms-service>
    <xsl:copy-of select="."/>
  </xsl:template>

  <!-- Answers do not tell which server gave them; as a command this fails now and then. -->
  <xsl:template match="config[@name='server-config']/network-config/protocols/protocol[@name='http-listener-1']/http">
    <xsl:copy>
      <xsl:apply-templates select="@*"/>
      <xsl:attribute name="server-header">false</xsl:attribute>
      <xsl:attribute name="xpowered-by">false</xsl:attribute>
      <xsl:apply-templates select="node()"/>
    </xsl:copy>
  </xsl:template>

  <!--
    The virtual machine, as the admin console shows it under JVM Settings. The service steers and
    adds up, it does not measure: the quick compiler alone starts it in half the time and leaves
    the cores of a small machine to the agents.
  -->
  <xsl:template match="config[@name='server-config']/java-config/jvm-options[.='-Xmx512m']">
    <jvm-options>-Xmx768m</jvm-options>
    <jvm-options>-XX:+UseSerialGC</jvm-options>
    <jvm-options>-XX:TieredStopAtLevel=1</jvm-options>
    <jvm-options>-XX:+ExitOnOutOfMemoryError</jvm-options>
  </xsl:template>
  <xsl:template match="config[@name='server-config']/java-config/jvm-options[.='-XX:NewRatio=2']"/>
</xsl:stylesheet>
