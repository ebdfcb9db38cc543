package eu.aifactory.clients.service.slurm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts the agent's files on the shared file system, where jobs find them: once for each version and
 * content, in a folder that is there as a whole or not at all, whoever else stages at the same time
 * and whenever it is interrupted. Thread-safe.
 *
 * <p>A version that no service has asked for in {@link #KEPT} is removed when another is staged; no
 * job lives that long.
 */
final class AgentStage {
  static final Duration KEPT = Duration.ofDays(30);

  /** What somebody began and did not finish within this is left over. */
  static final Duration LEFT_OVER = Duration.ofHours(1);

  private static final Logger LOG = System.getLogger(AgentStage.class.getName());
  private static final Duration CACHE_LIMIT = Duration.ofSeconds(90);
  private static final String STAGED = "agent-";
  private static final String UNFINISHED = ".agent-";

  private final AgentFiles agent;
  private final Path stageDir;
  private final StartCache cache;
  private final Clock clock;

  /** Spares the agent's files being read again at each look. */
  private Path staged;

  /**
   * @param agentHome the agent's folder as the build packages it
   * @param stageDir on the shared file system; made when it is missing
   */
  AgentStage(Path agentHome, Path stageDir) {
    this(agentHome, stageDir, new StartCache(CACHE_LIMIT), Clock.systemUTC());
  }

  AgentStage(Path agentHome, Path stageDir, StartCache cache, Clock clock) {
    this.agent = new AgentFiles(agentHome.toAbsolutePath());
    this.stageDir = stageDir.toAbsolutePath();
    this.cache = cache;
    this.clock = clock;
  }

  /**
   * The staged folder, complete. Takes some ten seconds when a version is staged for the first
   * time, because of the cache that is prepared then, and no time worth mentioning afterwards.
   *
   * @throws AgentNotStagedException saying what is missing or cannot be written
   */
  synchronized Path folder() throws AgentNotStagedException {
    if (!Files.isReadable(agent.folder().resolve(AgentFiles.JAR))) {
      throw new AgentNotStagedException(
          "there is no agent to stage: %s has no %s".formatted(agent.folder(), AgentFiles.JAR),
          null);
    }
    try {
      if (staged != null && isComplete(staged)) {
        return staged;
      }
      Path target = stageDir.resolve(STAGED + agent.version() + "-" + agent.hash());
      if (!isComplete(target)) {
        stage(target);
      }
      // So that others see that it is in use; where it is another user's, that one has said so.
      if (Files.isWritable(target)) {
        Files.setLastModifiedTime(target, FileTime.from(clock.instant()));
      }
      staged = target;
      return target;
    } catch (IOException | UncheckedIOException e) {
      throw new AgentNotStagedException(
          "the agent's files cannot be staged in %s: %s".formatted(stageDir, e), e);
    }
  }

  private boolean isComplete(Path target) throws IOException {
    return Files.isDirectory(target) && agent.areIn(target);
  }

  private void stage(Path target) throws IOException {
    if (Files.notExists(stageDir)) {
      Files.createDirectories(stageDir);
      AgentFiles.readable(stageDir, true);
    }
    sweep();
    Path draft = Files.createTempDirectory(stageDir, UNFINISHED);
    try {
      agent.copyTo(draft);
      if (!new AgentFiles(draft).hash().equals(agent.hash())) {
        throw new IOException("the agent's files changed while they were copied");
      }
      cache.prepareIn(draft);
      publish(draft, target);
      LOG.log(Level.INFO, "the agent is staged in {0}", target);
    } finally {
      remove(draft);
    }
  }

  private void publish(Path draft, Path target) throws IOException {
    if (Files.exists(target) && !isComplete(target)) {
      // A file system that purges what it thinks old takes single files.
      LOG.log(Level.WARNING, "{0} lacks files that were there, and is staged again", target);
      discard(target);
    }
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      LOG.log(Level.DEBUG, "another service has staged {0} meanwhile", target);
    } catch (IOException e) {
      // The kernel's word for the same differs by file system.
      if (!isComplete(target)) {
        throw e;
      }
    }
  }

  /** Never a reason not to stage: what is another user's, that user's service sweeps. */
  private void sweep() {
    try {
      for (Path folder : folders()) {
        sweep(folder);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "old versions in {0} are not removed: {1}", stageDir, e.toString());
    }
  }

  private void sweep(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    Instant now = clock.instant();
    Instant used = Files.getLastModifiedTime(folder).toInstant();
    if (name.startsWith(UNFINISHED) && used.isBefore(now.minus(LEFT_OVER))) {
      remove(folder);
    } else if (name.startsWith(STAGED) && used.isBefore(now.minus(KEPT))) {
      LOG.log(Level.INFO, "{0} has not been used since {1} and is removed", folder, used);
      discard(folder);
    }
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(stageDir)) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  /** Takes its name first, so that nobody meets half of it. */
  private void discard(Path staged) throws IOException {
    Path nameless = Files.createTempDirectory(stageDir, UNFINISHED);
    Files.move(staged, nameless, StandardCopyOption.ATOMIC_MOVE);
    remove(nameless);
  }

  /** What cannot be removed now, the next sweep finds. */
  private static void remove(Path folder) {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "{0} cannot be removed: {1}", folder, e.toString());
    }
  }
}
