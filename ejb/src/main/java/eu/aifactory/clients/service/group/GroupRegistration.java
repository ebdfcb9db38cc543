package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AgentToken;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.WireVersion;
import eu.aifactory.clients.service.agent.Agent;
import eu.aifactory.clients.service.agent.Agents;
import eu.aifactory.clients.service.agent.CallAddress;
import eu.aifactory.clients.service.agent.HeartbeatPace;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.settings.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Lets agents into their group. */
@ApplicationScoped
@Transactional
public class GroupRegistration {
  private ClientGroups groups;
  private JobAttempts attempts;
  private Agents agents;
  private DispatchLedger ledger;
  private GroupLog log;
  private ServiceSettings settings;
  private Clock clock;
  private Event<AgentRegistered> registered;

  protected GroupRegistration() {
    // for the container
  }

  @Inject
  GroupRegistration(
      ClientGroups groups,
      JobAttempts attempts,
      Agents agents,
      DispatchLedger ledger,
      GroupLog log,
      ServiceSettings settings,
      Clock clock,
      Event<AgentRegistered> registered) {
    this.groups = groups;
    this.attempts = attempts;
    this.agents = agents;
    this.ledger = ledger;
    this.log = log;
    this.settings = settings;
    this.clock = clock;
    this.registered = registered;
  }

  /**
   * Who wants to be let in, as far as his address has to be looked at; empty for an agent that is
   * on record already. Changes nothing.
   *
   * @throws RuntimeException as {@link #register}
   */
  public Optional<Entrant> entrant(long benchmarkId, Connect connect) {
    AgentMessages.check(connect);
    requireFit(connect);
    ClientGroup group =
        groups.live(benchmarkId).orElseThrow(() -> UnknownGroupException.of(benchmarkId));
    JobAttempt attempt = attempts.currentOf(group.pk()).orElse(null);
    admit(group, attempt, connect);
    return agents.find(group.pk(), nameOf(connect)).isPresent()
        ? Optional.empty()
        : Optional.of(Entrant.of(group, attempt, connect, settings.dispatcher()));
  }

  /** See {@link ClientManager#register}. */
  public Registered register(long benchmarkId, Connect connect, CallAddress callAddress) {
    AgentMessages.check(connect);
    requireFit(connect);
    ClientGroup group = groups.liveLocked(benchmarkId);
    JobAttempt attempt = attempts.currentOf(group.pk()).orElse(null);
    admit(group, attempt, connect);
    Agent agent =
        agents
            .find(group.pk(), nameOf(connect))
            .map(this::heardAgain)
            .orElseGet(() -> arrived(group, attempt, connect, callAddress));
    return Registered.of(
        benchmarkId, connect.clientAddress(), agent.name(), pace(group).toMillis() / 1000.0);
  }

  private Duration pace(ClientGroup group) {
    return HeartbeatPace.of(
        group.numAgents(), settings.heartbeatInterval(), settings.agentSuspectAfter());
  }

  private static void requireFit(Connect connect) {
    if (connect.wire() != null && !WireVersion.fits(connect.wire())) {
      throw new UnfitVersionException(
          "The agent (%s) speaks version %d of the wire and this service (%s) version %d: only neighbours understand each other."
              .formatted(
                  connect.version() == null ? "no version given" : connect.version(),
                  connect.wire(),
                  SoftwareVersion.name(),
                  WireVersion.CURRENT));
    }
  }

  /** Turns away agents of jobs that this group has given up. */
  private void admit(ClientGroup group, JobAttempt attempt, Connect connect) {
    if (group.state().isTerminal()) {
      throw new SupersededException(
          "group %d is %s: no agent is wanted".formatted(group.benchmarkId(), group.state()));
    }
    if (connect.nonce() == null) {
      return;
    }
    if (attempt == null
        || !AgentToken.matches(connect.nonce(), attempt.nonce())
        || isOfAnotherJob(attempt, connect)) {
      log.note(group, "AGENT_SUPERSEDED", connect.clientAddress());
      throw new SupersededException(
          "group %d has another job than this agent's %s"
              .formatted(group.benchmarkId(), connect.jobId()));
    }
  }

  /**
   * A submit that was delivered twice makes two jobs with one token; one of them is the group's.
   */
  private static boolean isOfAnotherJob(JobAttempt attempt, Connect connect) {
    return connect.jobId() != null
        && attempt.jobId().filter(job -> !job.value().equals(connect.jobId())).isPresent();
  }

  /** A registration that comes twice counts once. */
  private Agent heardAgain(Agent agent) {
    agent.heard(clock.instant());
    return agent;
  }

  private Agent arrived(
      ClientGroup group, JobAttempt attempt, Connect connect, CallAddress callAddress) {
    Instant now = clock.instant();
    Agent agent = agents.add(group.pk(), shareOf(group, connect), connect, callAddress, now);
    log.note(group, "AGENT", words(agent, callAddress));
    if (attempt != null && connect.nonce() != null && connect.jobId() != null) {
      // An agent that knows the token proves that the job exists, whatever the dispatcher answered.
      ledger.adopt(group, attempt, new JobId(connect.jobId()), null);
    }
    if (group.state() == GroupState.QUEUED) {
      group.began(now);
      log.move(group, GroupState.STARTING, "the first agent has registered");
    }
    int present = agents.present(group.pk());
    if (group.state() == GroupState.STARTING && present >= group.numAgents()) {
      log.move(group, GroupState.READY, "%d of %d agents".formatted(present, group.numAgents()));
    }
    registered.fire(new AgentRegistered(group.pk(), agent.name()));
    return agent;
  }

  private static String words(Agent agent, CallAddress callAddress) {
    String where = "%s at %s".formatted(agent.name(), agent.address());
    return callAddress.equals(CallAddress.NOWHERE)
        ? where + ", not called: whether that is a node of its job could not be known"
        : where;
  }

  private static String nameOf(Connect connect) {
    return Optional.ofNullable(connect.agent()).orElse(connect.clientAddress());
  }

  private static int shareOf(ClientGroup group, Connect connect) {
    int rank = connect.rank() == null ? 0 : connect.rank();
    int share = group.numClients() / group.numAgents();
    return share + (rank < group.numClients() % group.numAgents() ? 1 : 0);
  }
}
