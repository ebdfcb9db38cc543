package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobOutput;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.util.Optional;

/** What a group's job has written. */
@ApplicationScoped
@Transactional
public class GroupOutput {
  private ClientGroups groups;
  private JobAttempts attempts;
  private Dispatchers dispatchers;

  protected GroupOutput() {
    // for the container
  }

  @Inject
  GroupOutput(ClientGroups groups, JobAttempts attempts, Dispatchers dispatchers) {
    this.groups = groups;
    this.attempts = attempts;
    this.dispatchers = dispatchers;
  }

  /**
   * The file of the newest job's output, or empty as long as there is none.
   *
   * @throws UnknownGroupException when no live group has the id
   */
  public Optional<Path> file(long benchmarkId, JobOutput which) {
    ClientGroup group =
        groups.live(benchmarkId).orElseThrow(() -> UnknownGroupException.of(benchmarkId));
    return attempts
        .currentOf(group.pk())
        .flatMap(
            attempt ->
                dispatchers
                    .byName(attempt.dispatcher())
                    .output(attempt.jobName(), JobMark.of(attempt.nonce()), which));
  }
}
