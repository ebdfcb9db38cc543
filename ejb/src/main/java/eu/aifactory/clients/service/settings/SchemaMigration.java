package eu.aifactory.clients.service.settings;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the database's tables up to this version before anything else uses them. */
@Singleton(name = "SchemaMigration")
@Startup
// Flyway commits by itself: no transaction of the container may be around it.
@TransactionManagement(TransactionManagementType.BEAN)
public class SchemaMigration {
  @Resource(lookup = "jdbc/aif")
  DataSource dataSource;

  /** By a name of its own: Payara finds the method to call by its name alone. */
  @PostConstruct
  void start() {
    migrate(dataSource);
  }

  /**
   * @return how many migrations were made now
   */
  static int migrate(DataSource dataSource) {
    return Flyway.configure(SchemaMigration.class.getClassLoader())
        .dataSource(dataSource)
        .resourceProvider(new MigrationFiles())
        .placeholders(Map.of("never_compressed", neverCompressed(dataSource)))
        .callbacks(new MigrationPatience())
        .load()
        .migrate()
        .migrationsExecuted;
  }

  /** What a column of long texts is set to; H2 compresses none, and is told what holds anyway. */
  private static String neverCompressed(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      return isPostgreSql(connection) ? "STORAGE EXTERNAL" : "NOT NULL";
    } catch (SQLException e) {
      throw new FlywayException("the database does not say what it is", e);
    }
  }

  static boolean isPostgreSql(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }
}
