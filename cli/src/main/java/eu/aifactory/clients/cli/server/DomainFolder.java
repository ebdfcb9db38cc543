package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

/**
 * A domain's files. A new one is a copy of the domain that Payara ships: that takes a tenth of a
 * second, where asadmin's create-domain takes fourteen to make certificates that nobody here uses.
 */
final class DomainFolder {
  private final Path folder;
  private final Installation installation;

  DomainFolder(Path folder, Installation installation) {
    this.folder = folder;
    this.installation = installation;
  }

  boolean exists() {
    return Files.isRegularFile(domainXml());
  }

  void create() throws IOException {
    // Under another name first, so that a copy that was cut short is never taken for a domain.
    Path growing = folder.resolveSibling(folder.getFileName() + ".new");
    deleteTree(growing);
    copyTree(installation.payara().resolve("glassfish/domains/domain1"), growing);
    Path docroot = growing.resolve("docroot");
    deleteTree(docroot);
    Files.createDirectories(docroot);
    transform(growing.resolve("config/domain.xml"), "domain.xsl", Map.of());
    Files.copy(
        installation.setUp().resolve("logging.properties"),
        growing.resolve("config/logging.properties"),
        StandardCopyOption.REPLACE_EXISTING);
    deleteTree(folder);
    Files.move(growing, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes the levels that are given anew at each start. */
  void setLogLevels(Map<String, String> levels) throws IOException {
    Path file = folder.resolve("config/logging.properties");
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      String key = line.split("=", 2)[0].strip();
      text.append(levels.containsKey(key) ? key + "=" + levels.get(key) : line).append('\n');
    }
    Path changed = file.resolveSibling("logging.properties.new");
    Files.writeString(changed, text);
    Files.move(changed, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Puts a library, such as a database's driver, where the server's class loader finds it. */
  void addLibrary(Path jar) throws IOException {
    Files.copy(
        jar, folder.resolve("lib").resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Has the service's listener speak HTTPS with a key, or HTTP without one. */
  void setKey(Optional<ServerKey> key) throws IOException {
    Path keyStore = folder.resolve("config/keystore.p12");
    Path shipped = folder.resolve("config/keystore.shipped");
    if (key.isPresent()) {
      if (!Files.exists(shipped)) {
        Files.move(keyStore, shipped);
      }
      key.get().writeTo(keyStore);
      transform(domainXml(), "tls.xsl", Map.of("protocol", "http-listener-2"));
    } else if (Files.exists(shipped)) {
      // Nor is the key left behind.
      Files.move(shipped, keyStore, StandardCopyOption.REPLACE_EXISTING);
      transform(domainXml(), "tls.xsl", Map.of("protocol", "http-listener-1"));
    }
  }

  private Path domainXml() {
    return folder.resolve("config/domain.xml");
  }

  private void transform(Path file, String stylesheet, Map<String, String> parameters)
      throws IOException {
    Path result = file.resolveSibling("domain.xml.new");
    try (var input = Files.newInputStream(file);
        var output = Files.newOutputStream(result)) {
      StreamSource rules = new StreamSource(installation.setUp().resolve(stylesheet).toFile());
      Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer(rules);
      parameters.forEach(transformer::setParameter);
      transformer.transform(new StreamSource(input), new StreamResult(output));
    } catch (TransformerException e) {
      throw new IOException(stylesheet + " cannot be applied: " + e.getMessage(), e);
    }
    Files.move(result, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path copy = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
