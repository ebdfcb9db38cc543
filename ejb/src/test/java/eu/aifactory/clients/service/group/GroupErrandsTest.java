package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.lease.Lease;
import eu.aifactory.clients.service.lease.Leases;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class GroupErrandsTest {
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final GroupErrands errands =
      new GroupErrands(new AllLeases(), new Fence(new AllLeases()));
  private boolean full;

  GroupErrandsTest() {
    errands.executor =
        (ManagedExecutorService)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ManagedExecutorService.class},
                (proxy, method, arguments) -> {
                  if (full) {
                    throw new RejectedExecutionException("the queue is full");
                  }
                  queue.add((Runnable) arguments[0]);
                  return null;
                });
  }

  @Test
  void runsOneErrandOfAGroupAtATime() {
    errands.run(1, () -> done.add("first"));
    errands.run(1, () -> done.add("second"));
    errands.run(2, () -> done.add("other group"));
    drain();
    assertThat(done).containsExactly("first", "other group");

    errands.run(1, () -> done.add("third"));
    drain();
    assertThat(done).endsWith("third");
  }

  @Test
  void takesTheGroupsNextErrandAfterOneThatWentWrong() {
    errands.run(
        1,
        () -> {
          throw new IllegalStateException("the dispatcher is gone");
        });
    drain();

    errands.run(1, () -> done.add("next"));
    drain();
    assertThat(done).containsExactly("next");
  }

  @Test
  void takesTheGroupsNextErrandAfterOneThatWasRejected() {
    full = true;
    errands.run(1, () -> done.add("rejected"));

    full = false;
    errands.run(1, () -> done.add("next"));
    drain();
    assertThat(done).containsExactly("next");
  }

  @Test
  void leavesAGroupOfAnotherInstanceAlone() {
    errands.run(AllLeases.OF_ANOTHER, () -> done.add("not ours"));
    drain();

    assertThat(done).isEmpty();
  }

  private static final class AllLeases extends Leases {
    static final long OF_ANOTHER = 99;

    @Override
    public Optional<Lease> claim(long groupPk) {
      return groupPk == OF_ANOTHER ? Optional.empty() : Optional.of(new Lease(groupPk, 1));
    }
  }

  private void drain() {
    while (!queue.isEmpty()) {
      queue.remove().run();
    }
  }
}
