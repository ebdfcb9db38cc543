package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;

/** H2 in the server's process, as the service has it when nothing else is said. */
final class ShippedH2 implements ServiceDatabase {
  private static final String ENDING = ".mv.db";

  @Override
  public String name() {
    return "H2";
  }

  @Override
  public Map<String, String> variables() {
    return Map.of();
  }

  @Override
  public Connection connect(Path data) throws IOException, SQLException {
    try (Stream<Path> files = Files.list(data.resolve("db"))) {
      Path file =
          files
              .filter(each -> each.getFileName().toString().endsWith(ENDING))
              .findFirst()
              .orElseThrow(() -> new BenchmarkException("there is no database in " + data));
      String url = "jdbc:h2:file:" + file.toAbsolutePath().toString().replace(ENDING, "");
      return DriverManager.getConnection(url, "sa", "sa");
    }
  }

  @Override
  public void close() {
    // It ends with the server.
  }
}
