package eu.aifactory.clients.service.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobNodes;
import eu.aifactory.clients.slurm.HostList;
import eu.aifactory.clients.slurm.MovedClock;
import eu.aifactory.clients.slurm.SlurmClient;
import eu.aifactory.clients.slurm.SlurmJob;
import eu.aifactory.clients.slurm.SlurmJobInfo;
import eu.aifactory.clients.slurm.SlurmJobState;
import eu.aifactory.clients.slurm.SlurmNode;
import eu.aifactory.clients.slurm.SlurmUnavailableException;
import eu.aifactory.clients.slurm.SubmitOutcome;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeBookTest {
  private static final JobMark MARK = new JobMark("0123456789abcdef");
  private static final JobMark OTHER = new JobMark("fedcba9876543210");

  private final FakeSlurm slurm = new FakeSlurm();
  private final Map<String, String> names = new HashMap<>();
  private final AtomicInteger lookUps = new AtomicInteger();
  private final MovedClock clock = new MovedClock();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final JobBoard board = new JobBoard(slurm, Duration.ofSeconds(1), clock, () -> 0.5);
  private final NodeBook book = new NodeBook(slurm, board, this::lookUp, threads, clock);

  @AfterEach
  void stop() {
    slurm.answers.countDown();
    threads.shutdownNow();
  }

  @Test
  void asksSlurmOnceForAThousandAgentsThatComeAtOnce() throws Exception {
    slurm.runs(12, MARK, "c[1-2]");

    List<Future<JobNodes>> agents;
    try (ExecutorService callers = Executors.newFixedThreadPool(50)) {
      Callable<JobNodes> agent = () -> book.of(12, MARK);
      agents = callers.invokeAll(IntStream.range(0, 1000).mapToObj(i -> agent).toList());
    }

    for (Future<JobNodes> each : agents) {
      assertThat(each.get().namesOf("c2")).contains("c2");
    }
    assertThat(slurm.calls).hasValue(2);
    assertThat(lookUps).as("of nodes that are called by their names").hasValue(0);
  }

  @Test
  void asksSlurmTwiceForAHundredJobsThatStartTogether() throws Exception {
    for (long job = 1; job <= 100; job++) {
      slurm.runs(job, MARK, "c[1-2]");
    }

    for (long job = 1; job <= 100; job++) {
      assertThat(book.of(job, MARK).namesOf("c1")).isNotEmpty();
    }
    assertThat(slurm.calls).hasValue(2);

    slurm.runs(101, MARK, "c[1-2]");
    assertThat(book.of(101, MARK).namesOf("c1")).as("newer than the list").isNotEmpty();
    assertThat(slurm.calls).hasValue(3);

    slurm.runs(102, MARK, "c3");
    clock.advance(KnownNodes.KEPT);
    assertThat(book.of(102, MARK).namesOf("c3")).isNotEmpty();
    assertThat(book.of(102, MARK).namesOf("c1")).isEmpty();
  }

  @Test
  void knowsANodeByEachOfItsNames() throws Exception {
    slurm.runs(12, MARK, "c[1-2]");
    JobNodes nodes = book.of(12, MARK);

    assertThat(nodes.words()).isEqualTo("job 12 with 2 nodes (c[1-2])");
    assertThat(nodes.namesOf("C1")).containsExactly("c1-hsn", "c1.site", "c1");
    assertThat(nodes.namesOf("c1-hsn")).contains("c1");
    assertThat(nodes.namesOf("c3")).isEmpty();
    assertThat(nodes.namesOf("")).isEmpty();
  }

  @Test
  void looksUpAllNamesOfAllNodesForWhoeverComesByAnAddress() throws Exception {
    slurm.runs(12, MARK, "c[1-2]");
    names.putAll(Map.of("c1-hsn", "10.1.0.1", "c1", "10.0.0.1", "c2", "10.0.0.2"));

    assertThat(book.of(12, MARK).addresses())
        .containsExactlyInAnyOrder(ip("10.1.0.1"), ip("10.0.0.1"), ip("10.0.0.2"));
    book.of(12, MARK).addresses();
    assertThat(lookUps).as("once, of three names each").hasValue(6);
  }

  @Test
  void saysWhichNodeHasNoKnownAddress() throws Exception {
    slurm.runs(12, MARK, "c[1-2]");
    names.put("c1", "10.0.0.1");

    assertThatThrownBy(() -> book.of(12, MARK).addresses())
        .isInstanceOf(DispatcherUnavailableException.class)
        .hasMessageContaining("node c2");

    names.put("c2", "10.0.0.2");
    clock.advance(Inquiries.AGAIN_AFTER);
    assertThat(book.of(12, MARK).addresses()).hasSize(2);
  }

  @Test
  void givesUpLookingNamesUpWhenItTakesTooLong() {
    List<SlurmNode> nodes = List.of(new SlurmNode("c1", "", ""), new SlurmNode("c2", "", ""));
    long[] times = {0, 0, NodeAddresses.WITHIN.toNanos()};
    AtomicInteger at = new AtomicInteger();
    names.putAll(Map.of("c1", "10.0.0.1", "c2", "10.0.0.2"));

    NodeAddresses found = NodeAddresses.of(nodes, this::lookUp, () -> times[at.getAndIncrement()]);

    assertThat(found.unknown()).isEqualTo("c2");
    assertThat(lookUps).hasValue(1);
  }

  @Test
  void hasNoNodesOfAJobThatIsAnothersOrUnknown() throws Exception {
    slurm.runs(12, OTHER, "c[1-2]");

    for (long job : List.of(12L, 13L)) {
      JobNodes nodes = book.of(job, MARK);
      assertThat(nodes.namesOf("c1")).isEmpty();
      assertThat(nodes.addresses()).isEmpty();
    }
    assertThat(book.of(12, MARK).words()).isEqualTo("job 12, which is another's");
    assertThat(book.of(13, MARK).words()).isEqualTo("job 13, which Slurm does not know");

    slurm.runs(13, MARK, "c1");
    clock.advance(Inquiries.AGAIN_AFTER);
    assertThat(book.of(13, MARK).namesOf("c1")).as("it came later").isNotEmpty();
    names.put("c1", "10.0.0.1");
    assertThat(book.of(13, MARK).addresses()).containsExactly(ip("10.0.0.1"));
  }

  @Test
  void concludesNothingFromAJobWithoutNodes() {
    slurm.runs(12, MARK, "");
    slurm.runs(13, MARK, null);

    assertThatThrownBy(() -> book.of(12, MARK)).hasMessage("job 12 has no nodes yet");
    assertThatThrownBy(() -> book.of(13, MARK)).hasMessageContaining("does not say on which nodes");
  }

  @Test
  void asksAgainAfterNoAnswerButNotAtOnce() throws Exception {
    slurm.runs(12, MARK, "c1");
    slurm.away = true;
    assertThatThrownBy(() -> book.of(12, MARK)).hasMessage("away");
    assertThatThrownBy(() -> book.of(12, MARK)).hasMessage("away");
    assertThat(slurm.calls).hasValue(1);

    slurm.away = false;
    clock.advance(Inquiries.AGAIN_AFTER);

    assertThat(book.of(12, MARK).namesOf("c1")).isNotEmpty();
  }

  @Test
  void asksAnewWhenWhatItKnowsIsOld() throws Exception {
    slurm.runs(12, MARK, "c1");
    book.of(12, MARK);
    slurm.runs(12, MARK, "c2");

    clock.advance(Inquiries.KEPT.minusMillis(1));
    assertThat(book.of(12, MARK).namesOf("c2")).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(book.of(12, MARK).namesOf("c2")).isNotEmpty();
  }

  @Test
  void holdsUpNobodyForLongWhileSlurmHangs() {
    slurm.runs(12, MARK, "c1");
    slurm.answers = new CountDownLatch(1);

    long began = System.nanoTime();
    assertThatThrownBy(() -> book.of(12, MARK)).hasMessage("Slurm has not answered yet");
    long first = System.nanoTime() - began;
    began = System.nanoTime();
    for (int agent = 0; agent < 100; agent++) {
      assertThatThrownBy(() -> book.of(12, MARK)).hasMessage("Slurm has not answered yet");
    }
    long others = System.nanoTime() - began;

    assertThat(Duration.ofNanos(first)).isGreaterThanOrEqualTo(Inquiries.PATIENCE);
    assertThat(Duration.ofNanos(others))
        .as("a hundred that came later")
        .isLessThan(Inquiries.PATIENCE);
    assertThat(slurm.calls).hasValue(1);
  }

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    lookUps.incrementAndGet();
    if (!names.containsKey(host)) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {ip(names.get(host))};
  }

  private static InetAddress ip(String address) throws UnknownHostException {
    return InetAddress.getByName(address);
  }

  private static final class FakeSlurm implements SlurmClient {
    private final Map<Long, SlurmJobInfo> jobs = new HashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private volatile boolean away;

    void runs(long id, JobMark mark, String nodes) {
      jobs.put(
          id,
          new SlurmJobInfo(
              id,
              "aif.t.1.1",
              "aif:" + mark,
              "u",
              SlurmJobState.RUNNING,
              false,
              null,
              null,
              null,
              0,
              nodes));
    }

    @Override
    public Optional<SlurmJobInfo> job(long jobId) throws SlurmUnavailableException {
      answer();
      return Optional.ofNullable(jobs.get(jobId));
    }

    private void answer() throws SlurmUnavailableException {
      calls.incrementAndGet();
      if (away) {
        throw SlurmUnavailableException.because("away", null);
      }
      try {
        answers.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        throw SlurmUnavailableException.because("interrupted", e);
      }
    }

    @Override
    public List<SlurmNode> nodes(String hostList) {
      calls.incrementAndGet();
      return HostList.expand(hostList).stream()
          .map(name -> new SlurmNode(name, name + "-hsn", name + ".site"))
          .toList();
    }

    @Override
    public SubmitOutcome submit(SlurmJob job) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<SlurmJobInfo> jobs() throws SlurmUnavailableException {
      answer();
      return List.copyOf(jobs.values());
    }

    @Override
    public void cancel(long jobId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String description() {
      return "fake";
    }
  }
}
