package eu.aifactory.clients.service.model;

import eu.aifactory.clients.slurm.SlurmJob;
import eu.aifactory.clients.slurm.SlurmJobInfo;
import eu.aifactory.clients.slurm.SlurmJobState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A job of the {@link ModelCluster}, with its agents. */
final class ClusterJob {
  private static final int KILLED = 15;

  private final long id;
  private final SlurmJob submitted;
  private final List<ModelAgent> agents;
  private SlurmJobState state = SlurmJobState.PENDING;
  private boolean ending;
  private int exitCode;
  private int signal;
  private int restarts;

  ClusterJob(long id, SlurmJob submitted) {
    this.id = id;
    this.submitted = submitted;
    this.agents = new ArrayList<>();
    IntStream.range(0, submitted.tasks()).forEach(rank -> agents.add(new ModelAgent(this, rank)));
  }

  void start() {
    if (state == SlurmJobState.PENDING) {
      state = SlurmJobState.RUNNING;
    }
  }

  /** Its script has ended. */
  void exit(int code) {
    if (isLive()) {
      exitCode = code;
      over(code == 0 ? SlurmJobState.COMPLETED : SlurmJobState.FAILED);
    }
  }

  /** Slurm ends it. */
  void end(SlurmJobState how) {
    if (isLive()) {
      signal = KILLED;
      over(how);
    }
  }

  private void over(SlurmJobState how) {
    state = how;
    ending = false;
    agents.forEach(ModelAgent::killed);
  }

  /** It is told to end and holds its nodes for a while. */
  void beginEnd(SlurmJobState how) {
    if (isLive() && !ending) {
      signal = KILLED;
      state = how;
      ending = true;
      agents.forEach(ModelAgent::killed);
    }
  }

  void nodesAreFree() {
    ending = false;
  }

  void requeue() {
    if (state == SlurmJobState.RUNNING) {
      restarts++;
      state = SlurmJobState.PENDING;
      agents.forEach(ModelAgent::killed);
      agents.clear();
      IntStream.range(0, submitted.tasks()).forEach(rank -> agents.add(new ModelAgent(this, rank)));
    }
  }

  /** Whether it waits, runs, or still holds its nodes. */
  boolean isLive() {
    return ending || state == SlurmJobState.PENDING || state == SlurmJobState.RUNNING;
  }

  boolean isRunning() {
    return state == SlurmJobState.RUNNING;
  }

  boolean isEnding() {
    return ending;
  }

  SlurmJobInfo info() {
    SlurmJobInfo.JobExit exit =
        isLive() && !ending ? null : new SlurmJobInfo.JobExit(signal > 0 ? -1 : exitCode, signal);
    return new SlurmJobInfo(
        id,
        submitted.name(),
        submitted.comment(),
        "hpcuser",
        state,
        ending,
        state == SlurmJobState.PENDING ? "Resources" : "None",
        exit,
        null,
        restarts,
        isRunning() ? "node[1-%d]".formatted(submitted.tasks()) : "");
  }

  long id() {
    return id;
  }

  String name() {
    return submitted.name();
  }

  String token() {
    return submitted.environment().get("AIF_NONCE");
  }

  long benchmarkId() {
    return Long.parseLong(submitted.environment().get("AIF_BENCHMARK_ID"));
  }

  List<ModelAgent> agents() {
    return agents;
  }

  @Override
  public String toString() {
    return "job %d (%s, %s%s)".formatted(id, submitted.name(), state, ending ? ", ending" : "");
  }
}
