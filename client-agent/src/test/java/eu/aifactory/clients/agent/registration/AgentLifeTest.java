package eu.aifactory.clients.agent.registration;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.agent.observer.Observers;
import eu.aifactory.clients.agent.run.ClientGroup;
import eu.aifactory.clients.agent.run.FakeLoad;
import eu.aifactory.clients.agent.service.Eventually;
import eu.aifactory.clients.agent.service.FakeService;
import eu.aifactory.clients.agent.service.TestLink;
import eu.aifactory.clients.agent.service.WireJsonResolver;
import eu.aifactory.clients.agent.settings.TestSettings;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.Workload;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AgentLifeTest {
  private final FakeService service = new FakeService();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeLoad load = new FakeLoad();
  private ClientGroup group;
  private AgentLife life;

  @AfterEach
  void close() {
    life.end("the test is over");
    threads.shutdownNow();
    service.close();
  }

  @Test
  void registersAndBeatsUntilItIsEnded() throws Exception {
    Future<Ending> ending = live(Map.of("aif.nonce", "n-1", "aif.job-id", "j-1"));
    Eventually.await("heartbeats", () -> service.heartbeats.size() > 3);

    life.end("enough");

    assertThat(result(ending)).isEqualTo(new Ending(Ending.DONE, "enough"));
    assertThat(service.connects).hasSize(1);
    Connect connect = service.connects.getFirst();
    assertThat(connect.clientAddress()).isEqualTo("http://127.0.0.1:9000");
    assertThat(connect.nonce()).isEqualTo("n-1");
    assertThat(service.authorizations).hasSizeGreaterThan(4).containsOnly("Agent n-1");
    assertThat(connect.jobId()).isEqualTo("j-1");
    assertThat(connect.numClients()).isEqualTo(3);
    assertThat(service.heartbeats.get(3).clockOffsetMs()).isNotNull();
    assertThat(service.heartbeats.getFirst().state()).isEqualTo("READY");
    assertThat(service.heartbeats.getLast().state()).isEqualTo("STOPPING");
  }

  @Test
  void triesUntilItIsRegistered() {
    service.refuse(FakeService.CONNECT, 503, 500);
    service.answerWithPage(FakeService.CONNECT, 404);
    service.loseAnswer(FakeService.CONNECT);

    live(Map.of());

    Eventually.await("a heartbeat", () -> !service.heartbeats.isEmpty());
    assertThat(service.connects)
        .extracting(Connect::agent)
        .hasSize(2)
        .containsOnly(service.connects.getFirst().agent());
  }

  @Test
  void triesWhileNobodyListensAtTheAddress() {
    service.goAway();
    live(Map.of());
    Eventually.await("life", () -> group.status().state().equals("STARTING"));

    service.comeBack();

    Eventually.await("a heartbeat", () -> !service.heartbeats.isEmpty());
    assertThat(group.status().state()).isEqualTo("READY");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 410})
  void takesARefusalAsFinal(int status) throws Exception {
    service.refuse(FakeService.CONNECT, status);

    Ending ending = result(live(Map.of()));

    assertThat(ending.exitCode()).isEqualTo(Ending.NOT_REGISTERED);
    assertThat(ending.reason())
        .contains(service.address(), Integer.toString(status), "scripted refusal");
    assertThat(service.connects).isEmpty();
  }

  @Test
  void F22_givesUpRegisteringAtItsLimit() throws Exception {
    service.goAway();

    Ending ending = result(live(Map.of("aif.agent.registration-limit-seconds", "0.8")));

    assertThat(ending.exitCode()).isEqualTo(Ending.NOT_REGISTERED);
    assertThat(ending.reason()).contains("did not take the registration within 0.8 s");
    service.comeBack();
  }

  @Test
  void runsWhatAHeartbeatOrdersOnce() {
    service.order(order());
    live(Map.of());

    Eventually.await("run", () -> "r1".equals(group.status().runId()));
    int beats = service.heartbeats.size();
    Eventually.await("more orders", () -> service.heartbeats.size() > beats + 5);

    assertThat(service.heartbeats.getLast().runId()).isEqualTo("r1");
    assertThat(service.heartbeats.getLast().state()).isEqualTo("RUNNING");
  }

  /** Half a minute behind the service: by its own clock the instant to start is far away. */
  @Test
  void F21_startsOnTimeByAClockThatIsOffAndTellsTheService() {
    service.setClockAhead(30);
    service.order(order());
    live(Map.of());

    Eventually.await("load", () -> load.startedAt() != null);

    assertThat(load.startedAt())
        .isBetween(Instant.now().minusSeconds(10), Instant.now().plusSeconds(10));
    int beats = service.heartbeats.size();
    Eventually.await("another heartbeat", () -> service.heartbeats.size() > beats);
    assertThat(service.heartbeats.getLast().clockOffsetMs()).isBetween(-31_000.0, -29_000.0);
  }

  @Test
  void stopsGracefullyWhenAHeartbeatSaysSo() throws Exception {
    service.order(order());
    Future<Ending> ending = live(Map.of());
    Eventually.await("run", () -> "r1".equals(group.status().runId()));

    service.stopAgents();

    assertThat(result(ending).exitCode()).isEqualTo(Ending.DONE);
    assertThat(service.snapshots.getLast().outcome()).isEqualTo(Snapshot.STOPPED);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void endsWhenItsGroupIsGone(int status) throws Exception {
    service.order(order());
    Future<Ending> ending = live(Map.of());
    Eventually.await("run", () -> "r1".equals(group.status().runId()));

    service.refuse(FakeService.HEARTBEAT, status);

    assertThat(result(ending).exitCode()).isEqualTo(Ending.DONE);
    assertThat(result(ending).reason()).startsWith("the group is gone");
    assertThat(group.status().runId()).isNull();
  }

  @Test
  void endsWhenTheServiceIsLost() throws Exception {
    service.order(order());
    Future<Ending> ending = live(Map.of("aif.agent.service-loss-limit-seconds", "1"));
    Eventually.await("run", () -> "r1".equals(group.status().runId()));

    service.goAway();

    assertThat(result(ending).exitCode()).isEqualTo(Ending.SERVICE_LOST);
    assertThat(result(ending).reason()).contains(service.address(), "not reached for 1.0 s");
    assertThat(group.status().runId()).isNull();
    service.comeBack();
  }

  /** No load any more, and its results wait: they are what it is there for still. */
  @Test
  void F27_deliversWhatItMeasuredToAServiceThatComesBackAfterItsLoadHasEnded() throws Exception {
    service.order(order());
    Future<Ending> ending =
        live(
            Map.of(
                "aif.agent.service-loss-limit-seconds", "1",
                "aif.agent.return-limit-seconds", "30"));
    Eventually.await("a run", () -> !service.snapshots.isEmpty());
    service.goAway();
    Eventually.await("the load's end", () -> load.stopReason() != null);
    assertThat(load.stopReason()).contains("not reached for 1.0 s");
    assertThat(ending.isDone()).isFalse();

    service.comeBack();

    assertThat(result(ending).exitCode()).isEqualTo(Ending.SERVICE_LOST);
    assertThat(service.snapshots.getLast().last()).isTrue();
    assertThat(service.snapshots.getLast().reason()).contains("not reached for 1.0 s");
    assertThat(service.heartbeats.getLast().state()).isEqualTo("STOPPING");
  }

  /** A lost agent that comes back is told so while the run may still be open. */
  @Test
  void F26_deliversWhatItHasWhenItIsTurnedAway() throws Exception {
    service.order(order());
    Future<Ending> ending = live(Map.of());
    Eventually.await("a run", () -> !service.snapshots.isEmpty());

    service.refuse(FakeService.HEARTBEAT, 410);

    assertThat(result(ending).exitCode()).isEqualTo(Ending.DONE);
    assertThat(service.snapshots.getLast().outcome()).isEqualTo(Snapshot.STOPPED);
    assertThat(load.stopReason()).contains("scripted refusal");
  }

  @Test
  void outlivesAServiceThatComesBackInTime() {
    live(Map.of("aif.agent.service-loss-limit-seconds", "30"));
    Eventually.await("heartbeats", () -> service.heartbeats.size() > 2);
    service.goAway();
    service.comeBack();
    int before = service.heartbeats.size();

    Eventually.await("heartbeats again", () -> service.heartbeats.size() > before + 2);
    assertThat(service.connects).hasSize(1);
  }

  @Test
  void endsWithItsTimeLimitAndDeliversWhatItHas() throws Exception {
    service.beatEvery(30);
    service.order(order());
    Future<Ending> ending = live(Map.of("aif.time-limit-seconds", "2"));

    assertThat(result(ending)).isEqualTo(new Ending(Ending.DONE, "the time limit is over"));
    assertThat(service.connects).hasSize(1);
  }

  @Test
  void runsAtOnceWhatItWaitsForAndWaitsOnForTheNext() {
    service.beatEvery(60);
    live(Map.of());
    Eventually.await("a call for orders", () -> !service.calledForOrders.isEmpty());
    assertThat(group.status().runId()).isNull();

    service.order(order());

    Eventually.await("run", () -> "r1".equals(group.status().runId()));
    Eventually.await("the next call", () -> service.calledForOrders.size() == 2);
    assertThat(service.calledForOrders).containsExactly("wait=20", "wait=20&run=r1");
    assertThat(service.heartbeats).as("a minute between them").isEmpty();
  }

  @Test
  void endsAtOnceWhenWhatItWaitsForIsTheEnd() throws Exception {
    service.beatEvery(60);
    Future<Ending> ending = live(Map.of());
    Eventually.await("a call for orders", () -> !service.calledForOrders.isEmpty());

    service.stopAgents();

    assertThat(result(ending))
        .isEqualTo(new Ending(Ending.DONE, "the service told the agent to stop"));
  }

  @Test
  void callsAgainAtOnceWhenAWaitIsOver() {
    service.beatEvery(60);
    live(Map.of("aif.agent.orders-wait-seconds", "1"));

    Eventually.await("three calls", () -> service.calledForOrders.size() > 2);
    assertThat(service.calledForOrders).containsOnly("wait=1");
  }

  /** As one of before this call, or one that cannot take more of them. */
  @Test
  void goesOnWithHeartbeatsAloneWhereAServiceTakesNoCallsForOrders() {
    service.takeCallsForOrders(false);
    live(Map.of());
    Eventually.await("heartbeats", () -> service.heartbeats.size() > 20);
    assertThat(service.calledForOrders).as("ever more rarely").hasSizeLessThan(5);

    service.order(order());

    Eventually.await("run", () -> "r1".equals(group.status().runId()));
  }

  @Test
  void makesNoCallForOrdersThatItWasToldNotToMake() {
    live(Map.of("aif.agent.orders-wait-seconds", "0"));

    Eventually.await("heartbeats", () -> service.heartbeats.size() > 20);
    assertThat(service.calledForOrders).isEmpty();
  }

  private Future<Ending> live(Map<String, String> others) {
    TestLink link = TestLink.of(TestSettings.with(service.address(), others));
    Observers observers = new Observers(WireJsonResolver.jsonb());
    group =
        new ClientGroup(
            link.settings(), link.identity(), link.link(), link.clock(), load, observers);
    Registration registration = new Registration(link.settings(), link.identity(), link.link());
    life = new AgentLife(link.settings(), registration, link.link(), group, observers);
    return threads.submit(life::live);
  }

  private static Ending result(Future<Ending> ending) throws Exception {
    return ending.get(30, TimeUnit.SECONDS);
  }

  private static RunOrder order() {
    return new RunOrder(123, "r1", 0, 1, 3, 3, "http://ai:8000", null, Workload.standard(), "corr");
  }
}
