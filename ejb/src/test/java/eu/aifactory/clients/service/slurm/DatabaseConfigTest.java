package eu.aifactory.clients.service.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.service.settings.TestDatabase;
import eu.aifactory.clients.slurm.SlurmConfig;
import eu.aifactory.clients.slurm.SlurmConfigException;
import eu.aifactory.clients.slurm.SlurmKey;
import eu.aifactory.clients.slurm.SlurmSetting;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseConfigTest {
  @TempDir Path folder;

  private final TestDatabase database = new TestDatabase();
  private final DataSource tables = database.dataSource();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void givesTheRowsOfTheServicesOwnTable() throws SQLException {
    row("url", "http://slurm:6820");
    row("partition", "gpu");
    row("qos", null);

    SlurmConfig config = load(Map.of());

    assertThat(config.url()).contains(URI.create("http://slurm:6820"));
    assertThat(config.jobOptions().partition()).isEqualTo("gpu");
    assertThat(config.jobOptions().qos()).isNull();
    assertThat(config.setting(SlurmKey.URL).map(SlurmSetting::origin))
        .contains("database, table slurm_config, row url");
  }

  @Test
  void countsLessThanTheFileAndMoreThanWhatIsFound() throws Exception {
    Path file = Files.writeString(folder.resolve("slurm.conf"), "partition=of-file\n");
    row("partition", "of-database");
    row("user_name", "of-database");
    row("url", "http://slurm:6820");

    SlurmConfig config = load(Map.of("AIF_SLURM_CONFIG", file.toString()));

    assertThat(config.jobOptions().partition()).isEqualTo("of-file");
    assertThat(config.userName()).as("not who runs this").isEqualTo("of-database");
  }

  @Test
  void aBadRowIsNamed() throws SQLException {
    row("cpus", "many");
    row("colour", "blue");
    row("url", "http://slurm:6820");

    assertThatThrownBy(() -> load(Map.of()))
        .isInstanceOfSatisfying(
            SlurmConfigException.class,
            e ->
                assertThat(e.faults())
                    .containsExactlyInAnyOrder(
                        "database, table slurm_config, row colour: unknown key colour",
                        "database, table slurm_config, row cpus: cpus must be a whole number, not"
                            + " \"many\""));
  }

  @Test
  void aTokenIsNotTakenFromADatabase() throws SQLException {
    row("JWT", "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.c2ln");

    assertThatThrownBy(() -> load(Map.of()))
        .hasMessageContainingAll("must not hold jwt", "SLURM_JWT")
        .hasMessageNotContaining("eyJ");
  }

  @Test
  void aDatabaseThatCannotBeReadIsAFault() {
    JdbcDataSource empty = new JdbcDataSource();
    empty.setURL("jdbc:h2:mem:no-tables");

    assertThatThrownBy(() -> new DatabaseConfig(empty).values())
        .isInstanceOf(SlurmConfigException.class)
        .hasMessageContaining("cannot be read");
  }

  private SlurmConfig load(Map<String, String> environment) {
    return SlurmConfig.load(Map.of(), environment, List.of(new DatabaseConfig(tables)));
  }

  private void row(String name, String value) throws SQLException {
    try (Connection connection = tables.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO slurm_config VALUES (?, ?)")) {
      insert.setString(1, name);
      insert.setString(2, value);
      insert.executeUpdate();
    }
  }
}
