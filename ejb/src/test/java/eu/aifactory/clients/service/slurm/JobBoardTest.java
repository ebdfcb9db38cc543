package eu.aifactory.clients.service.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.slurm.MovedClock;
import eu.aifactory.clients.slurm.SlurmClient;
import eu.aifactory.clients.slurm.SlurmJob;
import eu.aifactory.clients.slurm.SlurmJobInfo;
import eu.aifactory.clients.slurm.SlurmJobState;
import eu.aifactory.clients.slurm.SlurmNode;
import eu.aifactory.clients.slurm.SlurmUnavailableException;
import eu.aifactory.clients.slurm.SubmitOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobBoardTest {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final FakeSlurm slurm = new FakeSlurm();
  private final MovedClock clock = new MovedClock();
  private final JobBoard board = new JobBoard(slurm, INTERVAL, clock, () -> 0.5);

  @Test
  void asksOnceForAllGroupsAndNotAgainBeforeItsTime() throws Exception {
    slurm.has(1, SlurmJobState.PENDING);
    slurm.has(2, SlurmJobState.PENDING);

    board.of(Set.of(1L, 2L));
    clock.advance(INTERVAL.minusMillis(1));
    board.of(Set.of(1L, 2L));
    assertThat(slurm.lists).isEqualTo(1);

    clock.advance(Duration.ofMillis(1));
    board.of(Set.of(1L, 2L));
    assertThat(slurm.lists).isEqualTo(2);
    assertThat(slurm.lookUps).isZero();
  }

  @Test
  void asksLessOftenWhileJobsJustRun() throws Exception {
    slurm.has(1, SlurmJobState.RUNNING);
    board.of(Set.of(1L));

    clock.advance(INTERVAL.multipliedBy(3).minusMillis(1));
    board.of(Set.of(1L));
    assertThat(slurm.lists).isEqualTo(1);

    board.expectNews();
    board.of(Set.of(1L));
    assertThat(slurm.lists).as("after a change").isEqualTo(2);
  }

  @Test
  void asksSeldomForWhatHasWaitedLong() throws Exception {
    slurm.has(1, SlurmJobState.PENDING);
    clock.advance(Duration.ofMinutes(11));
    board.of(Set.of(1L));

    clock.advance(INTERVAL.multipliedBy(12).minusMillis(1));
    board.of(Set.of(1L));

    assertThat(slurm.lists).isEqualTo(1);
  }

  @Test
  void F12_takesAJobForGoneOnlyOnSlurmsOwnWord() throws Exception {
    assertThat(board.of(Set.of(9L))).containsEntry(9L, Optional.empty());
    assertThat(slurm.lookUps).isEqualTo(1);
  }

  @Test
  void saysNothingOfAJobThatCameAfterTheLastLook() throws Exception {
    slurm.has(1, SlurmJobState.PENDING);
    board.of(Set.of(1L));

    assertThat(board.of(Set.of(1L, 2L))).containsOnlyKeys(1L);
  }

  @Test
  void F12_concludesNothingFromAnAnswerThatIsNone() throws Exception {
    slurm.has(1, SlurmJobState.RUNNING);
    board.of(Set.of(1L));
    clock.advance(Duration.ofMinutes(1));
    slurm.away = true;

    assertThatThrownBy(() -> board.of(Set.of(1L))).isInstanceOf(SlurmUnavailableException.class);

    slurm.away = false;
    assertThat(board.of(Set.of(1L)).get(1L)).isPresent();
  }

  private static final class FakeSlurm implements SlurmClient {
    private final Map<Long, SlurmJobInfo> jobs = new HashMap<>();
    private int lists;
    private int lookUps;
    private boolean away;

    void has(long id, SlurmJobState state) {
      jobs.put(
          id,
          new SlurmJobInfo(
              id, "aif.t.1.1", null, "u", state, false, null, null, MovedClock.START, 0, ""));
    }

    @Override
    public SubmitOutcome submit(SlurmJob job) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<SlurmJobInfo> jobs() throws SlurmUnavailableException {
      if (away) {
        throw SlurmUnavailableException.because("away", null);
      }
      lists++;
      return List.copyOf(jobs.values());
    }

    @Override
    public Optional<SlurmJobInfo> job(long jobId) {
      lookUps++;
      return Optional.ofNullable(jobs.get(jobId));
    }

    @Override
    public List<SlurmNode> nodes(String hostList) {
      throw new UnsupportedOperationException();
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
