package eu.aifactory.clients.service.group;

/** What this software calls itself in results and health answers. */
public final class SoftwareVersion {
  private static final String PRODUCT = "AI Factory Client Services";

  private SoftwareVersion() {}

  public static String name() {
    String version = SoftwareVersion.class.getPackage().getImplementationVersion();
    return version == null ? PRODUCT : PRODUCT + " " + version;
  }
}
