package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.service.agent.CallAddress;
import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobNodes;
import eu.aifactory.clients.service.dispatch.JobOutput;
import eu.aifactory.clients.service.dispatch.JobRequest;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.Submission;
import eu.aifactory.clients.service.network.NetworkSettings;
import eu.aifactory.clients.service.settings.TestDatabase;
import eu.aifactory.clients.slurm.MovedClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentAddressCheckTest {
  private static final JobMark MARK = new JobMark("0123456789abcdef");

  private final MovedClock clock = new MovedClock();
  private final NetworkSettings networks = new NetworkSettings();
  private final NodesOfOneJob cluster = new NodesOfOneJob();
  private final Map<String, List<String>> names = new HashMap<>();
  private final AgentAddressCheck check =
      new AgentAddressCheck(new Only(cluster), networks, this::lookUp, clock);

  AgentAddressCheckTest() {
    set("dispatcher", "slurm");
    set("agentNetworks", Optional.empty());
    set("agentNodes", Optional.empty());
    names.put("c1", List.of("10.0.0.1"));
  }

  private void set(String field, Object value) {
    TestDatabase.set(networks, field, value);
  }

  @ParameterizedTest
  @CsvSource({
    "http://c1:9000, http://10.0.0.1:9000",
    "http://10.0.0.1:9000, http://10.0.0.1:9000",
    "http://10.1.0.1:9000, http://10.1.0.1:9000",
    "https://c1:9000, https://c1:9000"
  })
  void isCalledWhereItsNodeIs(String announced, String called) {
    assertThat(check.check(entrant(announced)).of(announced)).contains(called);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://10.0.0.9:9000", "http://127.0.0.1:4848", "http://[::1]:9000"})
  void isTurnedAwayFromElsewhere(String announced) {
    assertThatThrownBy(() -> check.check(entrant(announced)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("client_address \"%s\" is on no node of job 12 with 1 node (c1)", announced);
  }

  @Test
  void isTurnedAwayByANameThatLeadsElsewhere() {
    names.put("innocent.example", List.of("10.0.0.9"));

    assertThatThrownBy(() -> check.check(entrant("http://innocent.example:80")))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void isHeldToTheAddressThatItsNameHadThen() {
    names.put("alias.example", List.of("10.0.0.9", "10.0.0.1"));
    CallAddress found = check.check(entrant("http://alias.example:9000"));
    names.put("alias.example", List.of("10.0.0.9"));

    assertThat(found.of("http://alias.example:9000")).contains("http://10.0.0.1:9000");
  }

  @Test
  void isCalledInANetworkOfAgentsWhereItsNodeHasSeveral() {
    set("agentNetworks", Optional.of("10.1.0.0/16"));
    set("agentNodes", Optional.of("job"));
    names.put("c1", List.of("192.0.2.1"));
    names.put("c1-hsn", List.of("10.1.0.1"));
    assertThat(called("http://c1:9000")).contains("http://10.1.0.1:9000");

    names.remove("c1-hsn");
    assertThat(called("http://c1:9000")).contains("http://192.0.2.1:9000");
  }

  @Test
  void isFoundByAnotherOfItsNodesNamesWhereTheAnnouncedOneIsNotKnownHere() {
    names.remove("c1");
    names.put("c1-hsn", List.of("10.1.0.1"));

    assertThat(called("http://c1:9000")).contains("http://10.1.0.1:9000");
  }

  @Test
  void isAskedToComeAgainWhileNothingIsKnownAndThenIsNotCalled() {
    cluster.away = true;
    for (int tries = 0; tries < 3; tries++) {
      assertThatThrownBy(() -> check.check(entrant("http://c1:9000")))
          .isInstanceOf(AddressNotCheckedException.class)
          .hasMessageContaining("http://c1:9000")
          .hasMessageContaining("slurmrestd is away");
      clock.advance(Duration.ofSeconds(9));
    }
    clock.advance(Duration.ofSeconds(3));

    assertThat(called("http://c1:9000")).as("let in, and called nowhere").isEmpty();
    assertThatThrownBy(() -> check.check(entrant("http://c1:9001")))
        .as("another agent waits for itself")
        .isInstanceOf(AddressNotCheckedException.class);
  }

  @Test
  void isLetInAsSoonAsItsNodeIsKnown() {
    cluster.away = true;
    assertThatThrownBy(() -> check.check(entrant("http://c1:9000")))
        .isInstanceOf(AddressNotCheckedException.class);
    cluster.away = false;

    assertThat(called("http://c1:9000")).contains("http://10.0.0.1:9000");
  }

  @Test
  void isTurnedAwayFromElsewhereAlsoAfterALongSilence() {
    cluster.away = true;
    assertThatThrownBy(() -> check.check(entrant("http://10.0.0.9:9000")))
        .isInstanceOf(AddressNotCheckedException.class);
    clock.advance(Duration.ofHours(1));
    cluster.away = false;

    assertThatThrownBy(() -> check.check(entrant("http://10.0.0.9:9000")))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void waitsForAJobWhereThereIsNone() {
    Entrant early = new Entrant(1, "http://c1:1", "slurm", Optional.empty(), Optional.empty());

    assertThatThrownBy(() -> check.check(early))
        .isInstanceOf(AddressNotCheckedException.class)
        .hasMessageContaining("no job yet");
  }

  @Test
  void isCalledAsAnnouncedWhereNobodyKnowsNodesOrAsksForThem() {
    set("agentNodes", Optional.of("any"));
    assertThat(called("http://10.0.0.9:9000")).contains("http://10.0.0.9:9000");

    set("agentNodes", Optional.empty());
    set("agentNetworks", Optional.of("10.0.0.0/24"));
    assertThat(called("http://10.0.0.9:9000")).contains("http://10.0.0.9:9000");

    set("agentNodes", Optional.of("job"));
    assertThatThrownBy(() -> called("http://10.0.0.9:9000"))
        .isInstanceOf(InvalidRequestException.class);

    cluster.knows = false;
    assertThat(called("http://10.0.0.9:9000")).contains("http://10.0.0.9:9000");
  }

  @Test
  void refusesASettingThatIsNeitherOfTheTwo() {
    set("agentNodes", Optional.of("yes"));

    assertThatThrownBy(networks::requireNodesOfTheJob)
        .hasMessage("AIF_AGENT_NODES is \"yes\", neither job nor any");
  }

  private Optional<String> called(String announced) {
    return check.check(entrant(announced)).of(announced);
  }

  private static Entrant entrant(String announced) {
    return new Entrant(1, announced, "slurm", Optional.of(new JobId("12")), Optional.of(MARK));
  }

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    if (host.matches("[0-9.]+|.*:.*")) {
      return InetAddress.getAllByName(host);
    }
    if (!names.containsKey(host)) {
      throw new UnknownHostException(host);
    }
    return names.get(host).stream().map(AgentAddressCheckTest::ip).toArray(InetAddress[]::new);
  }

  private static InetAddress ip(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static final class Only extends Dispatchers {
    private final Dispatcher dispatcher;

    Only(Dispatcher dispatcher) {
      this.dispatcher = dispatcher;
    }

    @Override
    public Dispatcher byName(String name) {
      assertThat(name).isEqualTo("slurm");
      return dispatcher;
    }
  }

  /** Job 12 on node c1, which has two addresses. */
  private static final class NodesOfOneJob implements Dispatcher {
    private boolean away;
    private boolean knows = true;

    @Override
    public String name() {
      return "slurm";
    }

    @Override
    public boolean knowsNodes() {
      return knows;
    }

    @Override
    public JobNodes nodesOf(JobId job, JobMark mark) throws DispatcherUnavailableException {
      if (away) {
        throw new DispatcherUnavailableException("slurmrestd is away", null);
      }
      assertThat(job.value()).isEqualTo("12");
      assertThat(mark).isEqualTo(MARK);
      return new JobNodes() {
        @Override
        public String words() {
          return "job 12 with 1 node (c1)";
        }

        @Override
        public List<String> namesOf(String host) {
          List<String> all = List.of("c1-hsn", "c1");
          return all.contains(host) ? all : List.of();
        }

        @Override
        public Set<InetAddress> addresses() {
          return Stream.of("10.0.0.1", "10.1.0.1")
              .map(AgentAddressCheckTest::ip)
              .collect(Collectors.toSet());
        }
      };
    }

    @Override
    public Submission submit(JobRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<JobStatus> find(JobName name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<JobStatus> jobsOf(String deployment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<JobId, JobStatus> observe(Set<JobId> jobs) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(JobId job) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Path> output(JobName name, JobMark mark, JobOutput which) {
      throw new UnsupportedOperationException();
    }
  }
}
