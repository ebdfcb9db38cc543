package eu.aifactory.clients.service.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallLimitsTest {
  private static final String TOKEN = "hash of a token";
  private static final String ADDRESS = "10.0.0.7";

  private final AtomicLong now = new AtomicLong();

  @Test
  void saysWhichLimitAndWhenToComeAgain() {
    CallLimits limits = limits("2,3", "1,1", "1,1", "1,1");
    for (int i = 0; i < 3; i++) {
      limits.caller("anna");
    }

    TooManyException refused =
        catchThrowableOfType(TooManyException.class, () -> limits.caller("anna"));
    assertThat(refused)
        .hasMessage("anna calls too often: 2 calls a second are allowed, 3 at once.");
    assertThat(refused.retryAfterSeconds()).isEqualTo(1);
  }

  @Test
  void takesNothingFromAgentsThatCallersUseUp() {
    CallLimits limits = limits("1,1", "1,1", "1,1", "1,1");
    limits.agentAdmitted(TOKEN, 1);
    limits.caller("anna");
    limits.stranger(ADDRESS);
    limits.create("anna");
    assertThatThrownBy(() -> limits.caller("anna")).isInstanceOf(TooManyException.class);
    assertThatThrownBy(() -> limits.stranger(ADDRESS)).isInstanceOf(TooManyException.class);
    assertThatThrownBy(() -> limits.create("anna")).isInstanceOf(TooManyException.class);

    assertThatCode(() -> limits.agent(TOKEN, ADDRESS)).doesNotThrowAnyException();
  }

  @Test
  void boundsTheFloodOfATokenThatIsKnown() {
    CallLimits limits = limits("1,1", "1,1", "10,20", "1,1");
    limits.agentAdmitted(TOKEN, 2);

    assertThat(through(() -> limits.agent(TOKEN, ADDRESS), 500)).isEqualTo(40);
  }

  @Test
  void countsTokensThatOpenNothingByWhereTheyComeFrom() {
    CallLimits limits = limits("1,1", "1,5", "10,20", "1,1");

    int tried =
        through(
            () -> {
              limits.agent("made up " + now.get(), ADDRESS);
              limits.agentRefused("made up " + now.get(), ADDRESS);
            },
            500);

    assertThat(tried).isEqualTo(5);
    assertThatCode(() -> limits.agent("another", "10.0.0.8")).doesNotThrowAnyException();
  }

  @Test
  void costsAnAgentThatIsAdmittedNothingOfItsAddress() {
    CallLimits limits = limits("1,1", "1,1", "10,20", "1,1");
    for (int i = 0; i < 100; i++) {
      limits.agent("token " + i, ADDRESS);
      limits.agentAdmitted("token " + i, 1);
    }
    assertThatCode(() -> limits.stranger(ADDRESS)).doesNotThrowAnyException();
  }

  /** Each beats every 2 s and delivers a snapshot a second, five a second ask at the barrier. */
  @Test
  void leavesAGroupOfAThousandAgentsAloneByDefault() {
    CallLimits limits = limits("50,500", "20,200", "20,200", "1,100");
    limits.agentAdmitted(TOKEN, 1_000);
    Random random = new Random(1);
    long step = Duration.ofMillis(10).toNanos();
    double due = 0;
    for (int i = 0; i < 3_000; i++) {
      now.addAndGet(step);
      due += 1_000 * (0.5 + 1 + 5) * 0.01;
      // In heaps, as agents that started at once call.
      if (random.nextInt(20) == 0) {
        for (; due >= 1; due--) {
          limits.agent(TOKEN, ADDRESS);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "50", "50,", ",5", "0,5", "50,0", "-1,5", "a,b", "1,2,3", "1e3,5"})
  void namesASettingThatIsNoRate(String text) {
    assertThatThrownBy(() -> Rate.named("aif.limit-calls", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "aif.limit-calls must be how many a second and how many at once, such as 50,500, not \""
                + text
                + "\"");
  }

  private static int through(Runnable call, int times) {
    int through = 0;
    for (int i = 0; i < times; i++) {
      try {
        call.run();
        through++;
      } catch (TooManyException e) {
        assertThat(e.retryAfterSeconds()).isPositive();
      }
    }
    return through;
  }

  private CallLimits limits(String calls, String strangers, String agents, String creates) {
    LimitSettings settings = new LimitSettings();
    settings.calls = calls;
    settings.strangers = strangers;
    settings.agents = agents;
    settings.creates = creates;
    settings.groups = 10;
    return new CallLimits(settings, 100, now::get);
  }
}
