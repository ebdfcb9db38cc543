package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentAdmissionsTest {
  private final Set<String> dead = new HashSet<>();
  private int asked;
  private long nanos;

  private final RecentAdmissions recent =
      new RecentAdmissions(
          new AgentAdmission() {
            @Override
            public int admit(long benchmarkId, String token) {
              asked++;
              if (dead.contains(token)) {
                throw new UnknownAgentTokenException("dead");
              }
              return (int) benchmarkId + 10;
            }
          },
          () -> nanos);

  @Test
  void asksOnceForAllOfASecond() {
    assertThat(recent.admit(7, "token")).isEqualTo(17);
    nanos += RecentAdmissions.VALIDITY.toNanos() - 1;
    assertThat(recent.admit(7, "token")).isEqualTo(17);

    assertThat(asked).isEqualTo(1);
  }

  @Test
  void asksAnewWhenTheSecondIsOver() {
    recent.admit(7, "token");
    dead.add("token");
    // Being let in from memory does not make it last.
    nanos += RecentAdmissions.VALIDITY.toNanos() / 2;
    recent.admit(7, "token");
    nanos += RecentAdmissions.VALIDITY.toNanos() / 2;

    assertThatThrownBy(() -> recent.admit(7, "token"))
        .isInstanceOf(UnknownAgentTokenException.class);
  }

  @Test
  void tellsGroupsAndTokensApart() {
    recent.admit(7, "token");
    dead.add("other");

    assertThatThrownBy(() -> recent.admit(7, "other"))
        .isInstanceOf(UnknownAgentTokenException.class);
    assertThat(recent.admit(8, "token")).isEqualTo(18);
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void remembersNoRefusal() {
    dead.add("token");
    assertThatThrownBy(() -> recent.admit(7, "token"))
        .isInstanceOf(UnknownAgentTokenException.class);
    dead.remove("token");

    assertThat(recent.admit(7, "token")).isEqualTo(17);
  }

  @Test
  void forgetsWhatThisInstanceChanges() {
    recent.admit(7, "token");
    dead.add("token");
    recent.onChanged(new OrdersChanged(1));
    assertThatThrownBy(() -> recent.admit(7, "token"))
        .isInstanceOf(UnknownAgentTokenException.class);

    recent.admit(7, "another");
    dead.add("another");
    recent.onDeleted(new GroupDeleted(1));
    assertThatThrownBy(() -> recent.admit(7, "another"))
        .isInstanceOf(UnknownAgentTokenException.class);
  }

  @Test
  void staysSmall() {
    IntStream.rangeClosed(0, RecentAdmissions.MOST).forEach(group -> recent.admit(group, "token"));

    assertThat(recent.size()).isLessThan(RecentAdmissions.MOST);
  }
}
