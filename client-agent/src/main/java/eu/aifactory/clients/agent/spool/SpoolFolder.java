package eu.aifactory.clients.agent.spool;

import eu.aifactory.clients.agent.settings.AgentSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one agent's spools lie, with those of its job's other agents: {@code
 * aif-spool-BENCHMARK-RANK-….jsonl}. The scripts that start agents look for files of that name.
 *
 * @param mostBytes of one spool
 */
public record SpoolFolder(Path folder, long benchmarkId, int rank, long mostBytes) {
  private static final String SUFFIX = ".jsonl";

  public static SpoolFolder of(AgentSettings settings) {
    return new SpoolFolder(
        settings.spoolFolder(), settings.benchmarkId(), settings.rank(), settings.spoolBytes());
  }

  /** The spool of a run, which takes no room before there is something to keep. */
  public SnapshotSpool spool(String runId, String agent) {
    return new SnapshotSpool(this, new SpoolHeader(benchmarkId, rank, runId, agent));
  }

  /** An empty file that only this user reads. */
  Path create() throws IOException {
    return Files.createTempFile(
        folder,
        prefix(),
        SUFFIX,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** This agent's and those of processes that had its rank before. */
  public List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix() + "*" + SUFFIX)) {
      files.forEach(found::add);
    }
    found.sort(null);
    return found;
  }

  private String prefix() {
    return "aif-spool-%d-%d-".formatted(benchmarkId, rank);
  }
}
