package eu.aifactory.clients.service.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Turns calls away that come too often, before they cost anything: of a person or program by name,
 * of whoever is not known by address, of agents by the token of their job. Each kind has buckets of
 * its own, so that no caller takes from the agents. For this instance alone: several allow as many
 * times as much. Thread-safe.
 */
@ApplicationScoped
public class CallLimits {
  /** Callers of one kind that are told apart: some hundred bytes each. */
  private static final int MOST_KNOWN = 10_000;

  private Buckets callers;
  private Buckets strangers;
  private Buckets agents;
  private Buckets owners;
  private Rate ofOneCaller;
  private Rate ofOneAgent;
  private Rate ofOneOwner;

  protected CallLimits() {
    // for the container
  }

  @Inject
  CallLimits(LimitSettings settings) {
    this(settings, MOST_KNOWN, System::nanoTime);
  }

  CallLimits(LimitSettings settings, int mostKnown, LongSupplier nanos) {
    ofOneCaller = settings.calls();
    ofOneAgent = settings.agents();
    ofOneOwner = settings.creates();
    callers = new Buckets(ofOneCaller, mostKnown, nanos);
    strangers = new Buckets(settings.strangers(), mostKnown, nanos);
    agents = new Buckets(ofOneAgent, mostKnown, nanos);
    owners = new Buckets(ofOneOwner, mostKnown, nanos);
  }

  /**
   * Counts a call of somebody who is known.
   *
   * @param who the name, or the address where nobody has to say a name
   * @throws TooManyException when there were too many
   */
  public void caller(String who) {
    Duration wait = callers.take(who);
    if (!wait.isZero()) {
      throw tooMany("%s calls too often: %s.".formatted(who, words(ofOneCaller, "calls")), wait);
    }
  }

  /**
   * Counts a call of somebody who is not known.
   *
   * @throws TooManyException when there were too many from this address
   */
  public void stranger(String address) {
    refuse(strangers.take(address), address);
  }

  /**
   * Counts a call with an agent's token. One that was never admitted here counts as a stranger's
   * when it is not admitted now, see {@link #agentRefused}.
   *
   * @param tokenHash tells tokens apart
   * @throws TooManyException when there were too many
   */
  public void agent(String tokenHash, String address) {
    if (!agents.knows(tokenHash)) {
      refuse(strangers.untilNext(address), address);
      return;
    }
    Duration wait = agents.take(tokenHash);
    if (!wait.isZero()) {
      throw tooMany(
          "The agents of this group call too often: %s for each."
              .formatted(words(ofOneAgent, "calls")),
          wait);
    }
  }

  /** The token was found to be that of a job for so many agents. */
  public void agentAdmitted(String tokenHash, int numAgents) {
    agents.allow(tokenHash, ofOneAgent.times(numAgents));
  }

  /**
   * The token opens nothing.
   *
   * @throws TooManyException when there were too many such from this address
   */
  public void agentRefused(String tokenHash, String address) {
    if (!agents.knows(tokenHash)) {
      stranger(address);
    }
  }

  /**
   * Counts a group that is to be created.
   *
   * @param owner of the group, {@code null} where nobody has to say a name
   * @throws TooManyException when there were too many
   */
  public void create(String owner) {
    Duration wait = owners.take(owner == null ? "" : owner);
    if (!wait.isZero()) {
      throw tooMany("Too many groups at once: %s.".formatted(words(ofOneOwner, "creates")), wait);
    }
  }

  private static void refuse(Duration wait, String address) {
    if (!wait.isZero()) {
      throw tooMany("Too many calls of nobody who is known come from %s.".formatted(address), wait);
    }
  }

  private static String words(Rate rate, String what) {
    return "%s %s a second are allowed, %d at once"
        .formatted(number(rate.perSecond()), what, (long) rate.burst());
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static TooManyException tooMany(String sentence, Duration wait) {
    return new TooManyException(sentence, wait);
  }
}
