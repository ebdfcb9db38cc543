package eu.aifactory.clients.service.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What an operator sets, by MicroProfile Config: {@code aif.service-url} is the environment's
 * {@code AIF_SERVICE_URL}. {@code docs/server.md} has the table.
 */
@ApplicationScoped
public class ServiceSettings {
  @Inject
  @ConfigProperty(name = "aif.deployment")
  Optional<String> deployment;

  @Inject
  @ConfigProperty(name = "aif.instance")
  Optional<String> instance;

  @Inject
  @ConfigProperty(name = "aif.server-addr")
  Optional<String> serverAddr;

  @Inject
  @ConfigProperty(name = "aif.service-url", defaultValue = "http://127.0.0.1:8001")
  String serviceUrl;

  @Inject
  @ConfigProperty(name = "aif.dispatcher", defaultValue = "local")
  String dispatcher;

  @Inject
  @ConfigProperty(name = "aif.agent-home")
  Optional<String> agentHome;

  @Inject
  @ConfigProperty(name = "aif.data-dir")
  Optional<String> dataDir;

  @Inject
  @ConfigProperty(name = "aif.jobs-dir")
  Optional<String> jobsDir;

  @Inject
  @ConfigProperty(name = "aif.heartbeat-interval", defaultValue = "PT2S")
  Duration heartbeatInterval;

  @Inject
  @ConfigProperty(name = "aif.agent-suspect-after", defaultValue = "PT15S")
  Duration agentSuspectAfter;

  @Inject
  @ConfigProperty(name = "aif.agent-lost-after", defaultValue = "PT45S")
  Duration agentLostAfter;

  @Inject
  @ConfigProperty(name = "aif.agent-service-loss-limit")
  Optional<Duration> agentServiceLossLimit;

  @Inject
  @ConfigProperty(name = "aif.agent-return-limit")
  Optional<Duration> agentReturnLimit;

  @Inject
  @ConfigProperty(name = "aif.connect-deadline", defaultValue = "PT2M")
  Duration connectDeadline;

  @Inject
  @ConfigProperty(name = "aif.submit-quarantine", defaultValue = "PT2M")
  Duration submitQuarantine;

  @Inject
  @ConfigProperty(name = "aif.submit-deadline", defaultValue = "PT1H")
  Duration submitDeadline;

  @Inject
  @ConfigProperty(name = "aif.container", defaultValue = "false")
  boolean container;

  @Inject
  @ConfigProperty(name = "aif.client-image")
  Optional<String> clientImage;

  @Inject
  @ConfigProperty(name = "aif.barrier-timeout", defaultValue = "PT15M")
  Duration barrierTimeout;

  /** The name of this deployment that {@link Deployment} goes by, where one was given. */
  Optional<String> deployment() {
    return deployment;
  }

  /** The name of this instance among those on the same database, where one was given. */
  public Optional<String> instance() {
    return instance;
  }

  /** The AI server given at start, where one was. */
  public Optional<String> serverAddr() {
    return serverAddr;
  }

  /** This service as agents reach it. */
  public String serviceUrl() {
    return serviceUrl;
  }

  /** The name of the dispatcher that new groups use. */
  public String dispatcher() {
    return dispatcher;
  }

  /** The folder that holds {@code start_client.sh} and the agent's files. */
  public Optional<Path> agentHome() {
    return agentHome.map(Path::of);
  }

  /** Where this instance keeps its files. */
  public Optional<Path> dataDir() {
    return dataDir.map(Path::of);
  }

  /** Where local jobs are kept: one folder for all instances on a host. */
  public Optional<Path> jobsDir() {
    return jobsDir.map(Path::of).or(() -> dataDir().map(data -> data.resolve("jobs")));
  }

  /** The shortest between two reports of an agent, as those of small groups make them. */
  public Duration heartbeatInterval() {
    return heartbeatInterval;
  }

  /** Silence after which an agent is no longer taken for well. */
  public Duration agentSuspectAfter() {
    return agentSuspectAfter;
  }

  /** Silence after which an agent counts as lost. */
  public Duration agentLostAfter() {
    return agentLostAfter;
  }

  /** What agents are told in their environment; where nothing was set their own defaults hold. */
  public Map<String, String> agentVariables() {
    Map<String, String> variables = new TreeMap<>();
    agentServiceLossLimit.ifPresent(
        limit -> variables.put("AIF_AGENT_SERVICE_LOSS_LIMIT_SECONDS", seconds(limit)));
    agentReturnLimit.ifPresent(
        limit -> variables.put("AIF_AGENT_RETURN_LIMIT_SECONDS", seconds(limit)));
    return variables;
  }

  private static String seconds(Duration limit) {
    return Double.toString(limit.toMillis() / 1e3);
  }

  /** How long a running job may take until all its agents have registered. */
  public Duration connectDeadline() {
    return connectDeadline;
  }

  /** How long a submit whose answer was lost is looked for before it is made again. */
  public Duration submitQuarantine() {
    return submitQuarantine;
  }

  /** How long a group may wait until a job of its is known to exist. */
  public Duration submitDeadline() {
    return submitDeadline;
  }

  /** Whether agents run in a container. */
  public boolean container() {
    return container;
  }

  /** The container image of the client, where one was given. */
  public Optional<Path> clientImage() {
    return clientImage.map(Path::of);
  }

  /** How long a run may take until all its agents are ready, the AI server's set-up included. */
  public Duration barrierTimeout() {
    return barrierTimeout;
  }
}
