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
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A Slurm dispatcher without a container around it. */
public final class TestSite {
  private static final double AS_FAST_AS_IT_GOES = 1000;

  private TestSite() {}

  /**
   * Asks Slurm anew at each look.
   *
   * @param folder for the agent's files and the jobs' output
   */
  public static Dispatcher dispatcher(SlurmClient slurm, Path folder, Clock clock) {
    SlurmConfig config =
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
    SlurmGuard guard = new SlurmGuard(slurm, AS_FAST_AS_IT_GOES, () -> clock.millis() * 1_000_000);
    Path agent = agentHome(folder, "exit 0");
    Dispatcher dispatcher =
        new SlurmDispatcher(
            new SlurmSite(
                new SlurmSetup(
                    config,
                    guard,
                    new TokenWatch(Optional::empty, clock),
                    new AgentStage(agent, folder.resolve("stage"))),
                clock));
    dispatcher.prepare();
    return dispatcher;
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
