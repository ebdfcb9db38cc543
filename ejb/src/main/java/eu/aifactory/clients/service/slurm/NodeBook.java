package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobNodes;
import eu.aifactory.clients.slurm.SlurmClient;
import eu.aifactory.clients.slurm.SlurmJobInfo;
import eu.aifactory.clients.slurm.SlurmNode;
import eu.aifactory.clients.slurm.SlurmUnavailableException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * On which nodes jobs run: a job's agents come all at once, and Slurm is asked for the first of
 * them at most. The list of all jobs that is there anyhow answers for many jobs that start
 * together, and nodes that are known are not asked for. Thread-safe.
 */
final class NodeBook {
  private static final int THREADS = 4;
  private static final int MOST_WAITING = 1_000;
  private static final int IDLE_SECONDS = 30;

  private final SlurmClient slurm;
  private final JobBoard board;
  private final KnownNodes nodes;
  private final Lookup lookup;
  private final Inquiries<Key, PlacedJob> jobs;
  private final Inquiries<PlacedJob, NodeAddresses> addresses;

  /** How the names of nodes are looked up; another one in tests. */
  interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  /** A job and whose it has to be. */
  private record Key(long job, JobMark mark) {}

  NodeBook(SlurmClient slurm, JobBoard board, Clock clock) {
    this(slurm, board, InetAddress::getAllByName, threads(), clock);
  }

  /**
   * @param executor for calls of Slurm and look-ups, which may take long
   */
  NodeBook(SlurmClient slurm, JobBoard board, Lookup lookup, Executor executor, Clock clock) {
    this.slurm = slurm;
    this.board = board;
    this.nodes = new KnownNodes(slurm, clock);
    this.lookup = lookup;
    this.jobs = new Inquiries<>(executor, clock, job -> !job.nodes().isEmpty());
    this.addresses = new Inquiries<>(executor, clock, NodeAddresses::isWhole);
  }

  private static Executor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("slurm-nodes-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * The nodes of a job; none of a job that Slurm does not know, or that is another's.
   *
   * @param mark of the attempt whose job it has to be
   * @throws SlurmUnavailableException when that is not known now, or the job has no nodes yet
   */
  JobNodes of(long job, JobMark mark) throws SlurmUnavailableException {
    Key key = new Key(job, mark);
    PlacedJob placed = jobs.answer(key, () -> ask(key));
    return new SlurmJobNodes(placed, () -> addressesOf(placed));
  }

  private NodeAddresses addressesOf(PlacedJob placed) throws SlurmUnavailableException {
    return addresses.answer(
        placed, () -> NodeAddresses.of(placed.nodes(), lookup, System::nanoTime));
  }

  private PlacedJob ask(Key key) throws SlurmUnavailableException {
    Optional<SlurmJobInfo> info = inList(key.job());
    if (info.isEmpty()) {
      info = slurm.job(key.job());
    }
    if (info.isEmpty()) {
      return new PlacedJob("job %d, which Slurm does not know".formatted(key.job()), List.of());
    }
    if (JobPlan.mark(info.get().comment()).filter(key.mark()::equals).isEmpty()) {
      return new PlacedJob("job %d, which is another's".formatted(key.job()), List.of());
    }
    String list = info.get().nodes();
    if (list == null) {
      throw SlurmUnavailableException.because(
          "Slurm does not say on which nodes job %d runs".formatted(key.job()), null);
    }
    if (list.isEmpty()) {
      throw SlurmUnavailableException.because("job %d has no nodes yet".formatted(key.job()), null);
    }
    List<SlurmNode> found = nodes.of(list);
    return new PlacedJob(words(key.job(), list, found.size()), found);
  }

  /** The job in a list that may be some seconds old, if it had nodes then. */
  private Optional<SlurmJobInfo> inList(long job) throws SlurmUnavailableException {
    return board.all().stream()
        .filter(info -> info.jobId() == job)
        .filter(info -> info.nodes() != null && !info.nodes().isEmpty())
        .findFirst();
  }

  private static String words(long job, String list, int count) {
    return "job %d with %d %s (%s)"
        .formatted(
            job,
            count,
            count == 1 ? "node" : "nodes",
            list.length() > 100 ? list.substring(0, 100) + "…" : list);
  }
}
