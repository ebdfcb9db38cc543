package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.JobOptions;
import eu.aifactory.clients.slurm.FakeFault.Effect;
import eu.aifactory.clients.slurm.FakeFault.Reply;
import eu.aifactory.clients.slurm.FakeSlurmrestd.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlurmRestClientTest {
  private static final String USER = "hpcuser";
  private static final Duration SHORT = Duration.ofMillis(400);
  private FakeSlurmrestd fake;

  @AfterEach
  void stop() {
    if (fake != null) {
      fake.close();
    }
  }

  private FakeSlurmrestd start(String version) {
    fake = version.equals("v0.0.38") ? FakeSlurmrestd.startV38() : FakeSlurmrestd.startV42();
    return fake;
  }

  private SlurmRestClient client() {
    return client(fake.url(), "auto", () -> Optional.of(fake.token()));
  }

  private static SlurmRestClient client(URI url, String version, TokenSource tokens) {
    return new SlurmRestClient(SlurmRestSettings.of(url, USER, version), tokens);
  }

  /** Gives up soon; only for answers that never come. */
  private SlurmRestClient impatientClient() {
    return new SlurmRestClient(
        new SlurmRestSettings(
            fake.url(), USER, fake.apiVersion(), Duration.ofSeconds(3), SHORT, SHORT, 1024 * 1024),
        () -> Optional.of(fake.token()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.0.38", "v0.0.42"})
  void submitsLooksAndCancels(String version) throws Exception {
    start(version);
    SlurmRestClient client = client();

    SubmitOutcome outcome = client.submit(Jobs.named("aif.d.7.1"));

    assertThat(outcome).isEqualTo(new SubmitOutcome.Accepted(1, null));
    assertThat(client.description()).contains(version, fake.url().toString(), USER);
    FakeJob taken = fake.slurmctld().job(1).orElseThrow();
    assertThat(taken.environment()).containsEntry("AIF_TEXT", "a b=c");
    assertThat(taken.timeLimitMinutes()).isEqualTo(2);
    fake.slurmctld().start(1);
    assertThat(client.job(1))
        .get()
        .extracting(SlurmJobInfo::state)
        .isEqualTo(SlurmJobState.RUNNING);
    client.cancel(1);
    assertThat(client.jobs())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.state()).isEqualTo(SlurmJobState.CANCELLED);
              assertThat(job.name()).isEqualTo("aif.d.7.1");
              assertThat(job.comment()).isEqualTo("comment of aif.d.7.1");
              assertThat(job.exit()).isEqualTo(new SlurmJobInfo.JobExit(-1, 15));
            });
    client.cancel(1);
    fake.slurmctld().forget(1);
    assertThat(client.job(1)).isEmpty();
    client.cancel(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.0.38", "v0.0.42"})
  void listsNobodyElsesJobs(String version) throws Exception {
    start(version);
    fake.slurmctld().add("somebody", "aif.d.7.1", "");
    long ours = fake.slurmctld().add(USER, "aif.d.7.1", "");

    assertThat(client().jobs()).singleElement().extracting(SlurmJobInfo::jobId).isEqualTo(ours);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.0.38", "v0.0.42"})
  void neverAsksToCancelSomebodyElsesJob(String version) {
    start(version);
    long theirs = fake.slurmctld().add("somebody", "aif.d.7.1", "");

    assertThatThrownBy(() -> client().cancel(theirs))
        .isInstanceOf(SlurmUnavailableException.class)
        .hasMessageContaining("belongs to somebody");

    assertThat(fake.requestCount(Kind.CANCEL)).isZero();
    assertThat(fake.slurmctld().job(theirs)).get().matches(FakeJob::isLive);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.0.38", "v0.0.42"})
  void saysWhyASubmitWasRefused(String version) {
    start(version);

    SubmitOutcome outcome =
        client()
            .submit(
                Jobs.with(
                    new JobOptions(
                        "nosuch", null, null, null, null, null, null, null, null, null)));

    assertThat(outcome).isInstanceOf(SubmitOutcome.Refused.class);
    assertThat(outcome.toString()).contains("Invalid partition name specified (2000).");
  }

  /** What an asker may conclude from each kind of lost or false answer to a submit. */
  @ParameterizedTest
  @EnumSource(
      value = Reply.class,
      names = {"DROPPED", "RESET", "TRUNCATED", "HTML", "TIMED_OUT", "BLANK", "HUNG"})
  void takesALostAnswerToASubmitForUnknown(Reply reply) {
    for (String version : List.of("v0.0.38", "v0.0.42")) {
      for (Effect effect : List.of(Effect.ONCE, Effect.NONE)) {
        try (FakeSlurmrestd each = start(version)) {
          each.next(Kind.SUBMIT, FakeFault.of(effect, reply));

          SubmitOutcome outcome =
              (reply == Reply.HUNG ? impatientClient() : client()).submit(Jobs.plain());

          assertThat(outcome).isInstanceOf(SubmitOutcome.Unknown.class);
          assertThat(each.requestCount(Kind.SUBMIT)).as("tried once").isEqualTo(1);
          assertThat(each.slurmctld().submittedCount()).isEqualTo(effect == Effect.ONCE ? 1 : 0);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.0.38", "v0.0.42"})
  void believesAJobIdWhateverTheStatus(String version) {
    start(version).next(Kind.SUBMIT, FakeFault.of(Effect.ONCE, Reply.ERROR_WITH_ID));

    assertThat(client().submit(Jobs.plain()))
        .isEqualTo(new SubmitOutcome.Accepted(1, "Job is held (2042)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.0.38", "v0.0.42"})
  void knowsThatNothingReachedASlurmctldThatIsAway(String version) {
    start(version).slurmctld().setDown(true);

    SubmitOutcome outcome = client().submit(Jobs.plain());

    assertThat(outcome).isInstanceOf(SubmitOutcome.NotSent.class);
    assertThat(outcome.toString()).contains("(1800).");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.0.38", "v0.0.42"})
  void concludesNothingFromASlurmctldThatIsAway(String version) {
    start(version).slurmctld().setDown(true);
    SlurmRestClient client = client();

    assertThatThrownBy(client::jobs).satisfies(SlurmRestClientTest::isNotOfTheToken);
    assertThatThrownBy(() -> client.job(1)).satisfies(SlurmRestClientTest::isNotOfTheToken);
    assertThatThrownBy(() -> client.cancel(1)).satisfies(SlurmRestClientTest::isNotOfTheToken);
  }

  private static void isNotOfTheToken(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            SlurmUnavailableException.class, e -> assertThat(e.isBadCredentials()).isFalse());
  }

  @ParameterizedTest
  @EnumSource(
      value = Reply.class,
      names = {"DROPPED", "RESET", "TRUNCATED", "HTML", "TIMED_OUT", "BLANK", "HUNG"})
  void F13_neverTakesALostAnswerForAJobThatIsGone(Reply reply) {
    for (String version : List.of("v0.0.38", "v0.0.42")) {
      try (FakeSlurmrestd each = start(version)) {
        each.faults(kind -> FakeFault.of(Effect.ONCE, reply));
        SlurmRestClient client = impatientClient();

        assertThatThrownBy(() -> client.job(1)).satisfies(SlurmRestClientTest::isNotOfTheToken);
        assertThatThrownBy(client::jobs).satisfies(SlurmRestClientTest::isNotOfTheToken);
        assertThatThrownBy(() -> client.cancel(1)).satisfies(SlurmRestClientTest::isNotOfTheToken);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.0.38", "v0.0.42"})
  void tellsABadTokenFromAllElse(String version) {
    start(version);
    SlurmRestClient client = client(fake.url(), "auto", () -> token("wrong.token"));

    SubmitOutcome outcome = client.submit(Jobs.plain());

    assertThat(outcome).isInstanceOf(SubmitOutcome.BadCredentials.class);
    assertThat(outcome.toString()).contains("token").doesNotContain("wrong.token");
    assertThatThrownBy(client::jobs)
        .hasMessageNotContaining("wrong.token")
        .isInstanceOfSatisfying(
            SlurmUnavailableException.class, e -> assertThat(e.isBadCredentials()).isTrue());
    assertThat(fake.slurmctld().submittedCount()).isZero();
  }

  private static Optional<SlurmToken> token(String text) {
    return Optional.of(SlurmToken.of(text));
  }

  /** Has an old token first, and the fake's own once it was asked for another. */
  private final class Renewing implements TokenSource {
    private final AtomicReference<String> token = new AtomicReference<>("old.token");
    private final AtomicInteger refreshes = new AtomicInteger();

    @Override
    public Optional<SlurmToken> current() {
      return token(token.get());
    }

    @Override
    public boolean refresh() {
      refreshes.incrementAndGet();
      token.set(fake.token().secret());
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.0.38", "v0.0.42"})
  void triesOnceMoreWithANewToken(String version) throws Exception {
    start(version);
    Renewing forJobs = new Renewing();
    Renewing forSubmit = new Renewing();
    Renewing forCancel = new Renewing();

    assertThat(client(fake.url(), "auto", forJobs).jobs()).isEmpty();
    assertThat(client(fake.url(), "auto", forSubmit).submit(Jobs.plain()))
        .isInstanceOf(SubmitOutcome.Accepted.class);
    client(fake.url(), "auto", forCancel).cancel(1);

    assertThat(fake.slurmctld().submittedCount()).isEqualTo(1);
    assertThat(fake.slurmctld().job(1)).get().matches(job -> !job.isLive());
    assertThat(forJobs.refreshes).hasValue(1);
    assertThat(forSubmit.refreshes).hasValue(1);
    assertThat(forCancel.refreshes).hasValue(1);
  }

  @Test
  void submitsNothingWithoutAToken() {
    start("v0.0.42");

    assertThat(client(fake.url(), "v0.0.42", Optional::empty).submit(Jobs.plain()))
        .isInstanceOf(SubmitOutcome.BadCredentials.class);
  }

  @Test
  void sendsNoTokenThatCouldEndAHeader() {
    start("v0.0.42");
    SlurmRestClient client = client(fake.url(), "auto", () -> token("secret\r\nX-Evil: 1"));

    SubmitOutcome outcome = client.submit(Jobs.plain());

    assertThat(outcome).isInstanceOf(SubmitOutcome.BadCredentials.class);
    assertThat(outcome.toString()).doesNotContain("secret");
    assertThat(fake.requestCount(Kind.DESCRIPTION)).isZero();
  }

  @Test
  void sendsNoEmptyToken() {
    start("v0.0.42");

    assertThat(client(fake.url(), "auto", () -> token("")).submit(Jobs.plain()).toString())
        .contains("The Slurm token is empty");
    assertThat(fake.requestCount(Kind.DESCRIPTION)).isZero();
  }

  @Test
  void passesOnWhyThereIsNoToken() {
    start("v0.0.42");
    TokenSource none =
        () -> {
          throw SlurmUnavailableException.badCredentials("The token expired at noon.");
        };

    assertThat(client(fake.url(), "auto", none).submit(Jobs.plain()))
        .isEqualTo(new SubmitOutcome.BadCredentials("The token expired at noon."));
  }

  @Test
  void asksForTheVersionsOnceAndAgainAfterAnUpgrade() throws Exception {
    AtomicReference<FakeSlurmrestd> behind = new AtomicReference<>(FakeSlurmrestd.startV38());
    try (FakeSlurmrestd old = behind.get();
        FakeSlurmrestd upgraded = FakeSlurmrestd.startV42();
        LoopbackHttp front = LoopbackRelay.to(() -> behind.get().url())) {
      SlurmRestClient client = client(front.url(), "auto", () -> Optional.of(old.token()));
      client.jobs();
      client.jobs();
      assertThat(old.requestCount(Kind.DESCRIPTION)).isEqualTo(1);

      behind.set(upgraded);

      assertThat(client.submit(Jobs.plain())).isInstanceOf(SubmitOutcome.Accepted.class);
      assertThat(client.jobs()).hasSize(1);
      assertThat(client.description()).contains("v0.0.42");
      assertThat(upgraded.requestCount(Kind.DESCRIPTION)).isEqualTo(1);
      assertThat(upgraded.slurmctld().submittedCount()).isEqualTo(1);
    }
  }

  @Test
  void namesTheVersionsWhenTheOneSetIsNotServed() {
    start("v0.0.42");
    SlurmRestClient client = client(fake.url(), "v0.0.38", () -> Optional.of(fake.token()));

    SubmitOutcome outcome = client.submit(Jobs.plain());

    assertThat(outcome).isInstanceOf(SubmitOutcome.NotSent.class);
    assertThat(outcome.toString()).contains("v0.0.38", "api_ver", "v0.0.40, v0.0.41, v0.0.42");
  }

  @Test
  void F13_boundsTheListOfJobs() {
    start("v0.0.42");
    for (int i = 0; i < 100; i++) {
      fake.slurmctld().add(USER, "aif.d.%d.1".formatted(i), "");
    }
    SlurmRestClient client =
        new SlurmRestClient(
            new SlurmRestSettings(
                fake.url(),
                USER,
                "auto",
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                10_000),
            () -> Optional.of(fake.token()));

    assertThatThrownBy(client::jobs).hasMessageContaining("longer than 10000 bytes");
  }

  @Test
  void givesUpOnABodyThatStops() {
    try (LoopbackHttp stalling =
        LoopbackHttp.start(
            (request, out) -> {
              out.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes());
              Thread.sleep(Duration.ofSeconds(60));
            })) {
      SlurmRestClient client =
          new SlurmRestClient(
              new SlurmRestSettings(
                  stalling.url(), USER, "v0.0.42", SHORT, SHORT, SHORT, 1024 * 1024),
              () -> token("any.token"));

      long begin = System.nanoTime();

      assertThat(client.submit(Jobs.plain())).isInstanceOf(SubmitOutcome.Unknown.class);
      assertThatThrownBy(client::jobs).hasMessageContaining("did not answer within");
      // Far from its 0.4 s and from the server's 60 s.
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void sendsWhatSlurmrestdCanRead() {
    AtomicReference<LoopbackHttp.Request> sent = new AtomicReference<>();
    try (LoopbackHttp server =
        LoopbackHttp.start(
            (request, out) -> {
              sent.set(request);
              out.send(200, "application/json", "{\"job_id\":5,\"errors\":[]}");
            })) {
      client(server.url(), "v0.0.42", () -> token("any.token")).submit(Jobs.plain());
    }

    assertThat(sent.get().header("Content-Type")).isEqualTo("application/json");
    assertThat(sent.get().headers())
        .containsKey("content-length")
        .doesNotContainKeys("upgrade", "transfer-encoding", "http2-settings", "expect");
    assertThat(sent.get().header("X-SLURM-USER-NAME")).isEqualTo(USER);
    assertThat(sent.get().header("X-SLURM-USER-TOKEN")).isEqualTo("any.token");
  }

  @Test
  void doesNotFollowTheTokenAwayFromSlurmrestd() {
    start("v0.0.42");
    byte[] redirect =
        "HTTP/1.1 307 T\r\nLocation: %s/slurm/v0.0.42/job/submit\r\nContent-Length: 0\r\n\r\n"
            .formatted(fake.url())
            .getBytes();
    try (LoopbackHttp server = LoopbackHttp.start((request, out) -> out.raw(redirect))) {
      assertThat(client(server.url(), "v0.0.42", () -> token("t")).submit(Jobs.plain()))
          .isInstanceOf(SubmitOutcome.Unknown.class);
      assertThat(fake.requestCount(Kind.SUBMIT)).isZero();
    }
  }

  @Test
  void keepsATokenThatAServerEchoesOutOfItsWords() {
    String token = "eyJhbGciOiJIUzI1NiJ9.eyJzdW4iOiJhIn0.c2lnbmF0dXJl";
    try (LoopbackHttp server =
        LoopbackHttp.start(
            (request, out) ->
                out.send(500, "text/plain", "bad " + request.header("X-SLURM-USER-TOKEN")))) {
      assertThat(
              client(server.url(), "v0.0.42", () -> token(token)).submit(Jobs.plain()).toString())
          .contains("bad ***")
          .doesNotContain("eyJ");
    }
  }

  @Test
  void refusesAVersionOrAddressThatIsNone() {
    assertThatThrownBy(() -> SlurmRestSettings.of(URI.create("http://h:1"), USER, "v0.0.46"))
        .hasMessageContaining("v0.0.46");
    assertThatThrownBy(() -> SlurmRestSettings.of(URI.create("slurm:6820"), USER, "auto"))
        .hasMessageContaining("slurm:6820");
    assertThatThrownBy(() -> SlurmRestSettings.of(URI.create("http://a:pw@h:1"), USER, "auto"))
        .hasMessageNotContaining("pw");
  }
}
