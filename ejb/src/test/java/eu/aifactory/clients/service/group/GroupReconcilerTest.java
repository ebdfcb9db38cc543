package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobOutput;
import eu.aifactory.clients.service.dispatch.JobRequest;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.Submission;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.lease.Lease;
import eu.aifactory.clients.service.lease.Leases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GroupReconcilerTest {
  private final List<Long> observed = new ArrayList<>();

  @Test
  void F38_survivesARoundWithoutDatabase() {
    GroupReconciler reconciler =
        reconciler(
            new ReconcilerView() {
              @Override
              public List<Standing> standings() {
                throw new IllegalStateException("no database");
              }
            });

    assertThatCode(reconciler::round)
        .as("a round that throws is the last one")
        .doesNotThrowAnyException();
  }

  @Test
  void observesTheOthersWhenOneGroupGoesWrong() {
    reconciler(
            new ReconcilerView() {
              @Override
              public List<Standing> standings() {
                return List.of(standing(1), standing(2));
              }
            })
        .round();

    assertThat(observed).containsExactly(2L);
  }

  private static ReconcilerView.Standing standing(long pk) {
    return new ReconcilerView.Standing(
        pk,
        pk,
        GroupState.QUEUED,
        Instant.EPOCH,
        false,
        "fake",
        new JobName("aif.test." + pk),
        Optional.of(new JobId("job-" + pk)),
        Instant.EPOCH);
  }

  private GroupReconciler reconciler(ReconcilerView view) {
    return new GroupReconciler(
        view,
        null,
        null,
        new FakeWatch(),
        null,
        new FakeDispatchers(),
        new ErrandsAtOnce(),
        new AllLeases(),
        new Fence(new AllLeases()),
        Clock.systemUTC());
  }

  private final class FakeWatch extends JobWatch {
    @Override
    public List<Long> groupsWithSilence(Instant listeningSince) {
      return List.of();
    }

    @Override
    public void observed(long groupPk, JobStatus status) {
      if (groupPk == 1) {
        throw new IllegalStateException("this group's figures cannot be read");
      }
      observed.add(groupPk);
    }

    @Override
    public void deadlines(long groupPk) {}
  }

  private static final class AllLeases extends Leases {
    @Override
    public Map<Long, Lease> claim(Collection<Long> groupPks) {
      return groupPks.stream().collect(Collectors.toMap(pk -> pk, pk -> new Lease(pk, 1)));
    }
  }

  private static final class ErrandsAtOnce extends GroupErrands {
    @Override
    public void run(String name, Runnable work) {
      work.run();
    }
  }

  private static final class FakeDispatchers extends Dispatchers {
    @Override
    public Dispatcher byName(String name) {
      return new IdleDispatcher();
    }
  }

  private static final class IdleDispatcher implements Dispatcher {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public Submission submit(JobRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<JobStatus> find(JobName name) {
      return List.of();
    }

    @Override
    public List<JobStatus> jobsOf(String deployment) {
      return List.of();
    }

    @Override
    public Map<JobId, JobStatus> observe(Set<JobId> jobs) {
      return jobs.stream().collect(Collectors.toMap(job -> job, JobStatus::gone));
    }

    @Override
    public Optional<Path> output(JobName name, JobMark mark, JobOutput which) {
      return Optional.empty();
    }

    @Override
    public void cancel(JobId job) {}
  }
}
