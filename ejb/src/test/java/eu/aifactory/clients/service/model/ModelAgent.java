package eu.aifactory.clients.service.model;

import eu.aifactory.clients.protocol.AiService;

/** An agent as the service meets it: what it has been told, and what it does next. */
final class ModelAgent {
  private final ClusterJob job;
  private final int rank;
  private boolean connected;
  private boolean gone;
  private boolean silent;
  private String run;
  private boolean started;
  private long nextSequence;
  private boolean lastSent;
  private AiService service;
  private boolean hasService;

  ModelAgent(ClusterJob job, int rank) {
    this.job = job;
    this.rank = rank;
  }

  /** The same for whoever runs at this rank of the job, also after a requeue. */
  String name() {
    return "agent-%d-%d".formatted(job.id(), rank);
  }

  String address() {
    return "http://10.0.%d.%d:9000".formatted(job.id() % 250, rank);
  }

  ClusterJob job() {
    return job;
  }

  int rank() {
    return rank;
  }

  void connects() {
    connected = true;
  }

  boolean isConnected() {
    return connected;
  }

  /** It was told to end, or its process was killed: nothing comes from it any more. */
  void killed() {
    gone = true;
  }

  /** It was turned away, and ends; its job ends with its last agent. */
  void exits() {
    gone = true;
    if (job.agents().stream().allMatch(ModelAgent::isGone)) {
      job.exit(0);
    }
  }

  boolean isGone() {
    return gone;
  }

  /** Its process is there and says nothing any more. */
  void fallsSilent() {
    silent = true;
  }

  boolean speaks() {
    return !gone && !silent;
  }

  void ordered(String runId, boolean withService) {
    hasService |= withService;
    if (!runId.equals(run)) {
      run = runId;
      started = false;
      nextSequence = 0;
      lastSent = false;
    }
  }

  /** What the run needs; it keeps it for the runs that follow. */
  void setsUp(AiService created) {
    service = created;
  }

  /** Whether nobody has set up yet what its run needs. */
  boolean needsService() {
    return !hasService && service == null;
  }

  /** What it set up, or {@code null}. */
  AiService service() {
    return service;
  }

  /** The run in hand, or {@code null}. */
  String run() {
    return run;
  }

  void starts() {
    started = true;
  }

  boolean hasStarted() {
    return started;
  }

  long nextSequence() {
    return nextSequence;
  }

  void delivered(long sequence, boolean last) {
    nextSequence = Math.max(nextSequence, sequence + 1);
    lastSent |= last;
  }

  boolean hasDeliveredAll() {
    return lastSent;
  }

  void runIsOver() {
    lastSent = true;
  }
}
