package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.slurm.SlurmClient;
import eu.aifactory.clients.slurm.SlurmConfig;
import eu.aifactory.clients.slurm.SlurmGuard;
import eu.aifactory.clients.slurm.TokenWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Slurm dispatchers without a container around them, for all of which the agent is staged once. */
public final class TestSite {
  private static final double AS_FAST_AS_IT_GOES = 1000;

  private final SlurmConfig config;
  private final AgentStage stage;

  /**
   * @param folder for the agent's files and the jobs' output
   */
  public TestSite(Path folder) {
    config =
        SlurmConfig.load(
            Map.of(),
            Map.of(
                "AIF_SLURM_URL",
                "http://127.0.0.1:1",
                "AIF_SLURM_USER_NAME",
                "hpcuser",
                "AIF_SLURM_WORK_DIR",
                folder.toString(),
                "AIF_SLURM_POLL_SECONDS",
                "0.1"),
            List.of());
    stage = new AgentStage(agentHome(folder, "exit 0"), folder.resolve("stage"));
  }

  /**
   * Asks Slurm anew at each look.
   *
   * @param nanos by which it measures how long it spares a Slurm that did not answer
   */
  public Dispatcher dispatcher(SlurmClient slurm, Clock clock, LongSupplier nanos) {
    Dispatcher dispatcher =
        new SlurmDispatcher(
            new SlurmSite(
                new SlurmSetup(
                    config,
                    new SlurmGuard(slurm, AS_FAST_AS_IT_GOES, nanos),
                    new TokenWatch(Optional::empty, clock),
                    stage),
                clock));
    dispatcher.prepare();
    return dispatcher;
  }

  /**
   * Asks Slurm anew at each look.
   *
   * @param folder for the agent's files and the jobs' output
   */
  public static Dispatcher dispatcher(SlurmClient slurm, Path folder, Clock clock) {
    return new TestSite(folder).dispatcher(slurm, clock, () -> clock.millis() * 1_000_000);
  }

  /** What stands for the agent's files. */
  static Path agentHome(Path folder, String start) {
    try {
      Path home = Files.createDirectories(folder.resolve("agent"));
      new JarOutputStream(Files.newOutputStream(home.resolve(AgentFiles.JAR)), new Manifest())
          .close();
      Files.writeString(home.resolve(AgentFiles.START_SCRIPT), start);
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
