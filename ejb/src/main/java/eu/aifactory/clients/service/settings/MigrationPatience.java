package eu.aifactory.clients.service.settings;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Lets a migration wait longer for a table than calls may: instances of the version before use it
 * meanwhile. For its own transaction alone.
 */
final class MigrationPatience implements Callback {
  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    try {
      if (!SchemaMigration.isPostgreSql(context.getConnection())) {
        return;
      }
      try (Statement statement = context.getConnection().createStatement()) {
        statement.execute("SET LOCAL lock_timeout = '20s'");
      }
    } catch (SQLException e) {
      throw new FlywayException("a migration cannot be given its time", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "patience";
  }
}
