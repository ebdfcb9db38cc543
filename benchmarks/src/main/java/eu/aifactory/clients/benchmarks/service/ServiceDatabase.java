package eu.aifactory.clients.benchmarks.service;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Where the service under measurement keeps its groups. */
interface ServiceDatabase extends AutoCloseable {
  /** As the table names it. */
  String name();

  /** For the service's environment. */
  Map<String, String> variables();

  /**
   * A connection beside the service's, which has to be stopped.
   *
   * @param data folder of the service
   */
  Connection connect(Path data) throws IOException, SQLException;

  @Override
  void close() throws IOException;

  /** A PostgreSQL of this host's packages, or, where there is none, the H2 that ships. */
  static ServiceDatabase forManyAgents() throws IOException {
    return TemporaryPostgres.isPossible() ? TemporaryPostgres.start() : new ShippedH2();
  }
}
