package eu.aifactory.clients.service.settings;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the database's tables up to this version before anything else uses them. */
@Singleton(name = "SchemaMigration")
@Startup
// Flyway commits by itself: no transaction of the container may be around it.
@TransactionManagement(TransactionManagementType.BEAN)
public class SchemaMigration {
  @Resource(lookup = "jdbc/aif")
  DataSource dataSource;

  @PostConstruct
  void migrate() {
    migrate(dataSource);
  }

  /**
   * @return how many migrations were made now
   */
  static int migrate(DataSource dataSource) {
    return Flyway.configure(SchemaMigration.class.getClassLoader())
        .dataSource(dataSource)
        .resourceProvider(new MigrationFiles())
        .callbacks(new MigrationPatience())
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
