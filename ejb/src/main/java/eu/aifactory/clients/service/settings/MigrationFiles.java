package eu.aifactory.clients.service.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * The migrations that this version has, by name. Flyway's own search of the class path finds
 * nothing on Open Liberty and goes on with an empty schema.
 */
final class MigrationFiles implements ResourceProvider {
  private static final String FOLDER = "/db/migration/";
  private static final List<String> NAMES =
      List.of(
          "V1__client_groups.sql",
          "V2__jobs_on_a_cluster.sql",
          "V3__request_records.sql",
          "V4__baselines.sql",
          "V5__stages_of_a_run.sql",
          "V6__group_leases.sql",
          "V7__owners_of_baselines.sql",
          "V8__loss_of_an_agent.sql",
          "V9__late_parts.sql",
          "V10__where_agents_are_called.sql",
          "V11__snapshots_as_they_come.sql");

  @Override
  public LoadableResource getResource(String name) {
    return NAMES.stream()
        .filter(known -> known.equals(name) || name.endsWith("/" + known))
        .findFirst()
        .map(Script::new)
        .orElse(null);
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return NAMES.stream()
        .filter(name -> name.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(name::endsWith))
        .map(name -> (LoadableResource) new Script(name))
        .toList();
  }

  private static final class Script extends LoadableResource {
    private final String name;

    Script(String name) {
      this.name = name;
    }

    @Override
    public Reader read() {
      try (InputStream in = MigrationFiles.class.getResourceAsStream(FOLDER + name)) {
        return new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("migration %s cannot be read".formatted(name), e);
      }
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }

    @Override
    public String getAbsolutePath() {
      return FOLDER + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return FOLDER + name;
    }
  }
}
