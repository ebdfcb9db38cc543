package eu.aifactory.clients.cli.server;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** How clients know servers. */
public final class Tls {
  private Tls() {}

  /** By certificates of these authorities, and by their names. */
  public static SSLContext trusting(KeyStore authorities) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities);
      return context(factory.getTrustManagers());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK knows no TLS", e);
    }
  }

  static SSLContext context(TrustManager... managers) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK knows no TLS", e);
    }
  }
}
