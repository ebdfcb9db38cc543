package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.GroupInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Follows a group by asking the service, until something is true of it. */
final class GroupWatch {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
  private static final Set<String> ENDS = Set.of("FAILED", "TIMED_OUT", "CANCELLED");
  private static final Set<String> RUN_ENDS = Set.of("COMPLETED", "FAILED");

  private final ServiceClient service;
  private final ProgressLine progress;
  private final long id;

  GroupWatch(ServiceClient service, ProgressLine progress, long id) {
    this.service = service;
    this.progress = progress;
    this.id = id;
  }

  /** Waits until every agent has registered. */
  void awaitReady(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      GroupInfo info = service.group(id).info();
      requireAlive(info);
      if (info.state().equals("READY")) {
        return;
      }
      int registered = info.agents() == null ? 0 : info.agents().size();
      progress.step(
          "group %d is %s, %d of %d agents registered"
              .formatted(id, info.state(), registered, info.numAgents()));
      if (System.nanoTime() - deadline > 0) {
        throw CommandFailure.failed(
            "group %d was not ready within %d s: it is %s%s."
                .formatted(id, limit.toSeconds(), info.state(), because(info.reason())));
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /**
   * Waits until a run has ended.
   *
   * @param more what else to say of the run while it lasts
   * @return the run as it ended
   */
  GroupInfo.Run awaitEnd(String runId, Supplier<String> more) throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      GroupInfo info = service.group(id).info();
      Optional<GroupInfo.Run> run =
          info.runs().stream().filter(one -> one.runId().equals(runId)).findFirst();
      if (run.isPresent() && RUN_ENDS.contains(run.get().state())) {
        return run.get();
      }
      requireAlive(info);
      String state = run.map(GroupInfo.Run::state).orElse(info.state());
      long seconds = (System.nanoTime() - began) / 1_000_000_000;
      progress.update("run %s is %s, %d s%s".formatted(runId, state, seconds, more.get()));
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /** Whether its job has ended, or never will begin. */
  static boolean isOver(GroupInfo info) {
    return ENDS.contains(info.state());
  }

  private void requireAlive(GroupInfo info) {
    if (isOver(info)) {
      throw CommandFailure.failed(
          "group %d is %s%s.".formatted(id, info.state(), because(info.reason())));
    }
  }

  static String because(String reason) {
    return reason == null ? "" : ": " + reason.replaceAll("\\.$", "");
  }
}
