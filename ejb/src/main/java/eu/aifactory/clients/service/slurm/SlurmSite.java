package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.settings.ServiceSettings;
import eu.aifactory.clients.slurm.SlurmConfigException;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/**
 * The Slurm of this site, set up at first use: a service with another dispatcher needs none. What
 * it remembers of jobs only spares questions; all that matters is in the database and in Slurm.
 */
@ApplicationScoped
class SlurmSite {
  private static final System.Logger LOG = System.getLogger(SlurmSite.class.getName());
  private static final Optional<String> NONE = Optional.empty();
  private static final int MOST_REMEMBERED = 10_000;

  @Resource(lookup = "jdbc/aif")
  DataSource database;

  private ServiceSettings settings;
  private Clock clock;

  private boolean tried;
  private Optional<String> fault = Optional.empty();
  private SlurmSetup setup;
  private volatile Optional<Path> agent = Optional.empty();
  private volatile Optional<String> notStaged =
      Optional.of("the agent's files are being put where jobs find them");
  private JobPlan plan;
  private JobBoard board;
  private JobReading reading;
  private NodeBook nodes;
  private Cancellations cancellations;
  private final Map<JobMark, JobId> submitted =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<JobMark, JobId> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  protected SlurmSite() {
    // for the container
  }

  @Inject
  SlurmSite(ServiceSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** A Slurm that is set up already. */
  SlurmSite(SlurmSetup setup, Clock clock) {
    this.clock = clock;
    use(setup);
  }

  /** What is wrong with the configuration; the other accessors need it to be empty. */
  synchronized Optional<String> fault() {
    if (!tried) {
      try {
        use(SlurmSetup.of(settings, List.of(new DatabaseConfig(database)), clock));
      } catch (SlurmConfigException e) {
        tried = true;
        fault = Optional.of(String.join("; ", e.faults()));
        LOG.log(Level.ERROR, "Slurm is not configured: {0}", fault.get());
      }
    }
    return fault;
  }

  private void use(SlurmSetup ready) {
    tried = true;
    setup = ready;
    plan = new JobPlan(ready.config());
    cancellations = new Cancellations(clock);
    reading = new JobReading(plan, cancellations);
    board =
        new JobBoard(
            ready.slurm(),
            ready.config().pollInterval(),
            clock,
            () -> ThreadLocalRandom.current().nextDouble());
    nodes = new NodeBook(ready.slurm(), board, clock);
  }

  /** Why no job can be started now. */
  Optional<String> trouble() {
    return fault().or(() -> setup().trouble()).or(() -> agent.isEmpty() ? notStaged : NONE);
  }

  /** Puts the agent's files where jobs find them, unless they are there. Takes some ten seconds. */
  void stageAgent() {
    if (fault().isPresent()) {
      return;
    }
    try {
      agent = Optional.of(setup.stage().folder());
    } catch (AgentNotStagedException e) {
      notStaged = Optional.of(e.getMessage());
      LOG.log(Level.WARNING, "{0}", e.getMessage());
    }
  }

  /** Where jobs find the agent's files, once they are there. */
  Optional<Path> agent() {
    return agent;
  }

  SlurmSetup setup() {
    return setup;
  }

  JobPlan plan() {
    return plan;
  }

  JobBoard board() {
    return board;
  }

  JobReading reading() {
    return reading;
  }

  /** On which nodes jobs run. */
  NodeBook nodes() {
    return nodes;
  }

  Cancellations cancellations() {
    return cancellations;
  }

  /** The job that this very attempt was given before. */
  Optional<JobId> submitted(JobMark attempt) {
    return Optional.ofNullable(submitted.get(attempt));
  }

  void remember(JobMark attempt, JobId job) {
    submitted.put(attempt, job);
  }
}
