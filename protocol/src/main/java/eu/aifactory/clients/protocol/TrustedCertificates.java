package eu.aifactory.clients.protocol;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** Certificates of the authorities that the service's certificate may be of, from a PEM file. */
public final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * @param file one certificate or several, PEM
   * @throws IllegalArgumentException with a clause that names the file, when it holds none
   */
  public static KeyStore read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("%s holds no certificate in PEM".formatted(file));
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      return store;
    } catch (CertificateException e) {
      throw new IllegalArgumentException("%s holds no certificate in PEM".formatted(file), e);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file %s".formatted(file), e);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
