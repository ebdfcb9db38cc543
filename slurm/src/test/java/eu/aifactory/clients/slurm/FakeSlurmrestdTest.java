package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.slurm.FakeFault.Effect;
import eu.aifactory.clients.slurm.FakeFault.Reply;
import eu.aifactory.clients.slurm.FakeSlurmrestd.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeSlurmrestdTest {
  private static final String USER = "hpcuser";
  private static final String NAME = "aif.d.7.1";
  private final FakeSlurmrestd fake = FakeSlurmrestd.startV42();
  private final SlurmRestClient client =
      new SlurmRestClient(
          SlurmRestSettings.of(fake.url(), USER, fake.apiVersion()),
          () -> Optional.of(fake.token()));

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void countsTheLiveJobsOfAName() {
    client.submit(Jobs.named(NAME));
    client.submit(Jobs.named("aif.d.8.1"));
    assertThat(fake.slurmctld().liveCount(NAME)).isEqualTo(1);

    fake.slurmctld().beginEnd(1, SlurmJobState.TIMEOUT, "TimeLimit");
    assertThat(fake.slurmctld().liveCount(NAME)).as("still holds its nodes").isEqualTo(1);

    fake.slurmctld().end(1, SlurmJobState.TIMEOUT, "TimeLimit");
    assertThat(fake.slurmctld().liveCount(NAME)).isZero();
  }

  @Test
  void deliversARequestTwice() {
    fake.next(Kind.SUBMIT, FakeFault.duplicate());

    assertThat(client.submit(Jobs.named(NAME))).isInstanceOf(SubmitOutcome.Accepted.class);

    assertThat(fake.slurmctld().liveCount(NAME)).isEqualTo(2);
  }

  @Test
  void doesWhatIsLateAfterTheAskerHasGone() throws InterruptedException {
    fake.next(Kind.SUBMIT, FakeFault.late(Duration.ofMillis(200)));

    assertThat(client.submit(Jobs.named(NAME))).isInstanceOf(SubmitOutcome.Unknown.class);

    await(() -> fake.slurmctld().liveCount(NAME) == 1);
    await(() -> fake.lateCount() == 0);
  }

  private static void await(BooleanSupplier wanted) throws InterruptedException {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!wanted.getAsBoolean() && Instant.now().isBefore(deadline)) {
      Thread.sleep(Duration.ofMillis(10));
    }
    assertThat(wanted.getAsBoolean()).isTrue();
  }

  @Test
  void failsAsScriptedAndIsWellAgain() throws Exception {
    fake.next(Kind.JOBS, FakeFault.html(), FakeFault.truncated());

    assertThatThrownBy(client::jobs).hasMessageContaining("web page");
    assertThatThrownBy(client::jobs).isInstanceOf(SlurmUnavailableException.class);
    assertThat(client.jobs()).isEmpty();
    assertThat(fake.requestCount(Kind.JOBS)).isEqualTo(3);
  }

  @Test
  void failsEveryRequestUntilItIsHealed() throws Exception {
    fake.faults(kind -> FakeFault.dropBeforeAccept());
    assertThatThrownBy(client::jobs).isInstanceOf(SlurmUnavailableException.class);

    fake.heal();

    assertThat(client.jobs()).isEmpty();
  }

  @Test
  void hangsForGoodAsSlurm2411DoesOverAForeignJob() throws Exception {
    long theirs = fake.slurmctld().add("somebody", NAME, "");
    // Past the client, which would not ask.
    new RestConnection(fake.url(), USER, Duration.ofSeconds(3))
        .ask(
            new RestConnection.Question(
                "DELETE",
                "/slurm/v0.0.42/job/" + theirs,
                Optional.empty(),
                Duration.ofSeconds(10),
                1000),
            Optional.of(fake.token()));

    assertThatThrownBy(client::jobs).isInstanceOf(SlurmUnavailableException.class);
  }

  @Test
  void refusesALateTruth() {
    assertThatThrownBy(() -> FakeFault.of(Effect.LATE, Reply.HONEST))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
