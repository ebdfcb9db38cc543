package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.service.settings.ServiceSettings;
import eu.aifactory.clients.slurm.SlurmClient;
import eu.aifactory.clients.slurm.SlurmCommandClient;
import eu.aifactory.clients.slurm.SlurmCommandSettings;
import eu.aifactory.clients.slurm.SlurmConfig;
import eu.aifactory.clients.slurm.SlurmConfigException;
import eu.aifactory.clients.slurm.SlurmConfigSource;
import eu.aifactory.clients.slurm.SlurmGuard;
import eu.aifactory.clients.slurm.SlurmRestClient;
import eu.aifactory.clients.slurm.SlurmRestSettings;
import eu.aifactory.clients.slurm.SlurmTransport;
import eu.aifactory.clients.slurm.TokenSource;
import eu.aifactory.clients.slurm.TokenWatch;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Slurm as this service was set up for it.
 *
 * @param slurm spoken to with restraint
 */
record SlurmSetup(SlurmConfig config, SlurmGuard slurm, TokenWatch token, AgentStage stage) {
  private static final System.Logger LOG = System.getLogger(SlurmSetup.class.getName());

  /**
   * Reads the configuration; nothing is asked of Slurm yet.
   *
   * @throws SlurmConfigException naming what is wrong or missing
   */
  static SlurmSetup of(ServiceSettings settings, List<SlurmConfigSource> others, Clock clock) {
    SlurmConfig config = SlurmConfig.load(Map.of(), System.getenv(), others);
    List<String> missing = config.missingForJobs();
    if (!missing.isEmpty()) {
      throw new SlurmConfigException(missing);
    }
    config.remarks().forEach(remark -> LOG.log(Level.WARNING, "Slurm: {0}", remark));
    return of(config, settings.agentHome().orElse(Path.of("client-agent/target/agent")), clock);
  }

  /**
   * @param agentHome the agent's folder as the build packages it
   */
  static SlurmSetup of(SlurmConfig config, Path agentHome, Clock clock) {
    TokenSource tokens = config.tokens(clock);
    SlurmGuard guard = new SlurmGuard(client(config, tokens), config.requestsPerSecond());
    LOG.log(Level.INFO, "Slurm: {0}", guard.description());
    return new SlurmSetup(
        config,
        guard,
        new TokenWatch(tokens, clock),
        new AgentStage(agentHome, config.stageDir().orElseThrow()));
  }

  private static SlurmClient client(SlurmConfig config, TokenSource tokens) {
    return config.transport() == SlurmTransport.COMMANDS
        ? new SlurmCommandClient(SlurmCommandSettings.of(config.commands(), config.userName()))
        : new SlurmRestClient(
            SlurmRestSettings.of(
                config.url().orElseThrow(), config.userName(), config.apiVersion()),
            tokens);
  }

  /** Why no job can be started now. */
  Optional<String> trouble() {
    return slurm.trouble().or(token::trouble);
  }
}
