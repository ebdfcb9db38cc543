package eu.aifactory.clients.service.model;

import eu.aifactory.clients.slurm.SlurmJob;
import eu.aifactory.clients.slurm.SlurmJobInfo;
import eu.aifactory.clients.slurm.SlurmJobState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A cluster in memory, without HTTP: it does what it is told, at once or when its time comes. */
final class ModelCluster {
  private final VirtualTime time;
  private final Map<Long, ClusterJob> jobs = new TreeMap<>();
  private final List<Late> late = new ArrayList<>();
  private final Set<String> tokens = new HashSet<>();
  private long lastId;
  private boolean endsSlowly;

  private record Late(Duration due, Runnable work) {}

  ModelCluster(VirtualTime time) {
    this.time = time;
  }

  long submit(SlurmJob job) {
    ClusterJob taken = new ClusterJob(++lastId, job);
    jobs.put(taken.id(), taken);
    tokens.add(taken.token());
    return taken.id();
  }

  /** Done when so much time has passed, whoever is there to see it. */
  void later(Duration delay, Runnable work) {
    late.add(new Late(time.passed().plus(delay), work));
  }

  /** Does what has become due. */
  void catchUp() {
    Iterator<Late> each = late.iterator();
    List<Runnable> due = new ArrayList<>();
    while (each.hasNext()) {
      Late next = each.next();
      if (next.due().compareTo(time.passed()) <= 0) {
        each.remove();
        due.add(next.work());
      }
    }
    due.forEach(Runnable::run);
  }

  boolean hasLateOnes() {
    return !late.isEmpty();
  }

  List<SlurmJobInfo> list() {
    return jobs.values().stream().map(ClusterJob::info).toList();
  }

  Optional<SlurmJobInfo> info(long id) {
    return Optional.ofNullable(jobs.get(id)).map(ClusterJob::info);
  }

  /** As scancel does: a job that runs may take a while to end. */
  void cancel(long id) {
    ClusterJob job = jobs.get(id);
    if (job == null) {
      return;
    }
    if (job.isRunning() && endsSlowly) {
      job.beginEnd(SlurmJobState.CANCELLED);
      later(Duration.ofSeconds(30), job::nodesAreFree);
    } else if (!job.isEnding()) {
      job.end(SlurmJobState.CANCELLED);
    }
  }

  /** From now on jobs that are cancelled hold their nodes for half a minute, or not. */
  void endSlowly(boolean slowly) {
    endsSlowly = slowly;
  }

  /** Forgets what has ended, as Slurm does after MinJobAge. */
  void forgetEnded() {
    jobs.values().removeIf(job -> !job.isLive());
  }

  Collection<ClusterJob> jobs() {
    return jobs.values();
  }

  List<ClusterJob> live() {
    return jobs.values().stream().filter(ClusterJob::isLive).toList();
  }

  List<ClusterJob> running() {
    return jobs.values().stream().filter(ClusterJob::isRunning).toList();
  }

  /** Of all jobs that there ever were. */
  Set<String> tokens() {
    return tokens;
  }
}
