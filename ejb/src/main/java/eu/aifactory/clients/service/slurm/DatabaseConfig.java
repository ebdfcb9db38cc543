package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.slurm.SlurmConfigException;
import eu.aifactory.clients.slurm.SlurmConfigSource;
import eu.aifactory.clients.slurm.SlurmKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Settings of Slurm that all instances of the service share: rows of a table in its database, one a
 * key. Tokens are not kept there, for whoever reads a copy of the database would have them.
 */
public final class DatabaseConfig implements SlurmConfigSource {
  private static final String ROWS = "SELECT name, config_value FROM slurm_config ORDER BY name";

  /** A table that somebody filled with something else must not fill the memory. */
  private static final int MOST_ROWS = 1000;

  private final DataSource database;

  public DatabaseConfig(DataSource database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "database, table slurm_config";
  }

  @Override
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(ROWS)) {
      query.setMaxRows(MOST_ROWS);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          values.put(rows.getString(1), rows.getString(2));
        }
      }
    } catch (SQLException e) {
      throw new SlurmConfigException(
          List.of("%s cannot be read: %s".formatted(name(), e.getMessage())));
    }
    if (values.keySet().stream().anyMatch(SlurmKey.JWT.text()::equalsIgnoreCase)) {
      throw new SlurmConfigException(
          List.of(
              name()
                  + " must not hold jwt, since tokens are not stored: give it as SLURM_JWT, or say"
                  + " with jwt_file or jwt_command where it comes from"));
    }
    return values;
  }

  @Override
  public String origin(String key) {
    return "database, table slurm_config, row " + key;
  }
}
