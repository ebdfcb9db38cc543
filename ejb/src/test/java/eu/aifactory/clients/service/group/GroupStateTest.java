package eu.aifactory.clients.service.group;

import static eu.aifactory.clients.service.group.GroupState.CANCELLED;
import static eu.aifactory.clients.service.group.GroupState.COMPLETED;
import static eu.aifactory.clients.service.group.GroupState.FAILED;
import static eu.aifactory.clients.service.group.GroupState.QUEUED;
import static eu.aifactory.clients.service.group.GroupState.READY;
import static eu.aifactory.clients.service.group.GroupState.REQUESTED;
import static eu.aifactory.clients.service.group.GroupState.RUNNING;
import static eu.aifactory.clients.service.group.GroupState.STARTING;
import static eu.aifactory.clients.service.group.GroupState.SUBMITTING;
import static eu.aifactory.clients.service.group.GroupState.SUBMIT_UNKNOWN;
import static eu.aifactory.clients.service.group.GroupState.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.CreateGroup;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GroupStateTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  /** The table once more, written the other way: by hand, row by row. */
  private static final Map<GroupState, Set<GroupState>> ARROWS =
      Map.ofEntries(
          Map.entry(REQUESTED, Set.of(SUBMITTING, FAILED, TIMED_OUT, CANCELLED)),
          Map.entry(
              SUBMITTING, Set.of(REQUESTED, SUBMIT_UNKNOWN, QUEUED, FAILED, TIMED_OUT, CANCELLED)),
          Map.entry(
              SUBMIT_UNKNOWN, Set.of(REQUESTED, SUBMITTING, QUEUED, FAILED, TIMED_OUT, CANCELLED)),
          Map.entry(QUEUED, Set.of(STARTING, FAILED, TIMED_OUT, CANCELLED)),
          Map.entry(STARTING, Set.of(READY, FAILED, TIMED_OUT, CANCELLED)),
          Map.entry(READY, Set.of(RUNNING, FAILED, TIMED_OUT, CANCELLED)),
          Map.entry(RUNNING, Set.of(COMPLETED, FAILED, TIMED_OUT, CANCELLED)),
          Map.entry(COMPLETED, Set.of(READY, FAILED, TIMED_OUT, CANCELLED)),
          Map.entry(FAILED, Set.of()),
          Map.entry(TIMED_OUT, Set.of()),
          Map.entry(CANCELLED, Set.of()));

  static Stream<Arguments> everyPair() {
    return Arrays.stream(GroupState.values())
        .flatMap(from -> Arrays.stream(GroupState.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void followsItsArrowsAndRefusesAllOthers(GroupState from, GroupState to) {
    ClientGroup group = groupIn(from);

    if (ARROWS.get(from).contains(to)) {
      group.become(to, "why", NOW.plusSeconds(1));

      assertThat(group.state()).isEqualTo(to);
      assertThat(group.reason()).isEqualTo("why");
      assertThat(group.stateSince()).isEqualTo(NOW.plusSeconds(1));
    } else {
      assertThatThrownBy(() -> group.become(to, "why", NOW.plusSeconds(1)))
          .isInstanceOf(IllegalTransitionException.class)
          .hasMessage("group 7 is %s and cannot become %s", from, to);
      assertThat(group.state()).isEqualTo(from);
    }
  }

  @Test
  void everyStateCanBeReachedFromTheFirst() {
    Set<GroupState> reached = new HashSet<>(Set.of(REQUESTED));
    while (reached.addAll(reached.stream().flatMap(state -> state.next().stream()).toList())) {
      // until nothing new is found
    }

    assertThat(reached).containsExactlyInAnyOrder(GroupState.values());
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void onlyEndsAreTerminal(GroupState state, GroupState unused) {
    assertThat(state.isTerminal()).isEqualTo(ARROWS.get(state).isEmpty());
  }

  /** Along the shortest way of legal arrows. */
  static ClientGroup groupIn(GroupState wanted) {
    ClientGroup group =
        new ClientGroup(
            7, GroupOrder.of(7, new CreateGroup(4, 5, 2, null, null)), null, "correlation", NOW);
    Map<GroupState, GroupState> before =
        Map.ofEntries(
            Map.entry(SUBMITTING, REQUESTED),
            Map.entry(SUBMIT_UNKNOWN, SUBMITTING),
            Map.entry(QUEUED, SUBMITTING),
            Map.entry(STARTING, QUEUED),
            Map.entry(READY, STARTING),
            Map.entry(RUNNING, READY),
            Map.entry(COMPLETED, RUNNING),
            Map.entry(FAILED, REQUESTED),
            Map.entry(TIMED_OUT, REQUESTED),
            Map.entry(CANCELLED, REQUESTED));
    walk(group, wanted, before);
    return group;
  }

  private static void walk(ClientGroup group, GroupState to, Map<GroupState, GroupState> before) {
    if (to != REQUESTED) {
      walk(group, before.get(to), before);
      group.become(to, null, NOW);
    }
  }
}
