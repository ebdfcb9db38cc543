package eu.aifactory.clients.agent.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Says once that something has to stop and why, and is what its loops wait on. Thread-safe. */
public final class StopSignal {
  private final AtomicReference<String> reason = new AtomicReference<>();
  private final CountDownLatch given = new CountDownLatch(1);

  /** Gives the signal; whether this was the first time. Later reasons are not kept. */
  public boolean give(String why) {
    boolean first = reason.compareAndSet(null, why);
    given.countDown();
    return first;
  }

  /** Pauses; ends early with {@code true} when the signal was given. */
  public boolean givenWithin(Duration pause) throws InterruptedException {
    return given.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  public Optional<String> reason() {
    return Optional.ofNullable(reason.get());
  }
}
