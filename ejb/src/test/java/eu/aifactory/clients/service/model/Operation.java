package eu.aifactory.clients.service.model;

/** What may happen next, and how likely it is. */
enum Operation {
  CREATE(8),
  DELETE(3),
  ROUND(30),
  SWEEP(4),
  RUN(16),
  /** Each agent does what it would do next. */
  AGENTS_WORK(60),
  AGENT_CONNECTS(4),
  AGENT_CONNECTS_AGAIN(4),
  /** One whose job or group is over by now. */
  STALE_AGENT_CONNECTS(4),
  AGENT_FALLS_SILENT(1),
  AGENT_SAYS_GOOD_BYE(1),
  AGENT_CANNOT_START(2),
  SNAPSHOT_TWICE(4),
  SNAPSHOT_BEFORE_ITS_TURN(3),
  SNAPSHOT_AFTER_THE_END(4),
  JOB_STARTS(20),
  JOB_EXITS(1),
  JOB_FAILS(1),
  JOB_TIMES_OUT(1),
  JOB_IS_CANCELLED_BY_HAND(1),
  NODE_FAILS(1),
  JOB_IS_REQUEUED(2),
  ENDED_JOBS_ARE_FORGOTTEN(2),
  JOBS_END_SLOWLY(2),
  CLUSTER_FALLS_ILL(4),
  CLUSTER_IS_WELL(6),
  TIME_PASSES(8),
  MUCH_TIME_PASSES(2),
  HOURS_PASS(1),
  CLOCK_IS_SET(2),
  INSTANCE_IS_KILLED(2),
  INSTANCE_IS_RESTARTED(2);

  private final int weight;

  Operation(int weight) {
    this.weight = weight;
  }

  int weight() {
    return weight;
  }
}
