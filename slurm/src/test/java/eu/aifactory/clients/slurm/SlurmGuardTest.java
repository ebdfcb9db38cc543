package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlurmGuardTest {
  private static final double PLENTY = 1000;

  private final FlakySlurm slurm = new FlakySlurm();
  private long nanos;
  private final SlurmGuard guard = new SlurmGuard(slurm, PLENTY, () -> nanos);

  @Test
  void holdsCallsBackAfterOneWithoutAnswer() throws Exception {
    slurm.away = true;
    assertThatThrownBy(guard::jobs).hasMessage("slurmctld is away");
    slurm.away = false;

    assertThat(guard.trouble()).contains("slurmctld is away");
    assertThatThrownBy(guard::jobs).hasMessage("slurmctld is away");
    assertThat(guard.submit(null)).isEqualTo(new SubmitOutcome.NotSent("slurmctld is away"));
    assertThat(slurm.calls).as("calls that got through").isEqualTo(1);

    nanos += SlurmGuard.FIRST_PAUSE.toNanos();
    assertThat(guard.trouble()).isEmpty();
    assertThat(guard.jobs()).isEmpty();
  }

  @Test
  void holdsThemBackLongerEachTimeAndForgetsItAfterAnAnswer() throws Exception {
    slurm.away = true;
    for (int failure = 0; failure < 20; failure++) {
      assertThatThrownBy(guard::jobs).isInstanceOf(SlurmUnavailableException.class);
      long pause = Math.min(30, 1L << Math.min(failure, 10));
      nanos += Duration.ofSeconds(pause).toNanos() - 1;
      assertThat(guard.trouble()).as("before the end of pause %d", failure).isPresent();
      nanos++;
      assertThat(guard.trouble()).as("after pause %d", failure).isEmpty();
    }
    slurm.away = false;
    guard.jobs();
    slurm.away = true;
    assertThatThrownBy(guard::jobs).isInstanceOf(SlurmUnavailableException.class);
    nanos += SlurmGuard.FIRST_PAUSE.toNanos();

    assertThat(guard.trouble()).isEmpty();
  }

  @Test
  void takesARefusalForAnAnswer() {
    slurm.outcome = new SubmitOutcome.Refused("no such partition");

    guard.submit(null);

    assertThat(guard.trouble()).isEmpty();
  }

  @Test
  void takesASubmitThatWasLostForAFailure() {
    slurm.outcome = new SubmitOutcome.Unknown("timed out");

    guard.submit(null);

    assertThat(guard.trouble()).contains("timed out");
  }

  @Test
  void letsOnlySoManyThroughAtOnce() throws Exception {
    Turns turns = new Turns(2, 4, () -> nanos);
    for (int turn = 0; turn < 4; turn++) {
      assertThat(turns.take(Duration.ZERO)).isTrue();
    }
    assertThat(turns.take(Duration.ZERO)).as("a fifth at once").isFalse();

    nanos += Duration.ofMillis(500).toNanos();

    assertThat(turns.take(Duration.ZERO)).as("half a second later").isTrue();
    assertThat(turns.take(Duration.ZERO)).isFalse();
  }

  private static final class FlakySlurm implements SlurmClient {
    private boolean away;
    private int calls;
    private SubmitOutcome outcome = new SubmitOutcome.Accepted(1, null);

    @Override
    public SubmitOutcome submit(SlurmJob job) {
      calls++;
      return outcome;
    }

    @Override
    public List<SlurmJobInfo> jobs() throws SlurmUnavailableException {
      calls++;
      if (away) {
        throw SlurmUnavailableException.because("slurmctld is away", null);
      }
      return List.of();
    }

    @Override
    public Optional<SlurmJobInfo> job(long jobId) {
      return Optional.empty();
    }

    @Override
    public List<SlurmNode> nodes(String hostList) throws SlurmUnavailableException {
      jobs();
      return List.of(new SlurmNode(hostList, "10.0.0.1", hostList));
    }

    @Override
    public void cancel(long jobId) {
      calls++;
    }

    @Override
    public String description() {
      return "flaky";
    }
  }
}
