package eu.aifactory.clients.agent.registration;

import eu.aifactory.clients.agent.run.StopSignal;
import eu.aifactory.clients.agent.service.Backoff;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.service.ServiceRefusedException;
import eu.aifactory.clients.agent.service.ServiceUnreachableException;
import eu.aifactory.clients.agent.settings.AgentIdentity;
import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.WireVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Registers the agent with its service, trying until that is acknowledged, refused or too late. */
@ApplicationScoped
public class Registration {
  private static final Logger LOG = System.getLogger(Registration.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final AgentSettings settings;
  private final AgentIdentity identity;
  private final ServiceLink link;

  @Inject
  public Registration(AgentSettings settings, AgentIdentity identity, ServiceLink link) {
    this.settings = settings;
    this.identity = identity;
    this.link = link;
  }

  /** How trying ended. */
  sealed interface Attempt {
    record Acknowledged(Registered answer) implements Attempt {}

    record Failed(Ending ending) implements Attempt {}

    /** The agent was told to end meanwhile. */
    record Stopped() implements Attempt {}
  }

  Attempt register(StopSignal stop) throws InterruptedException {
    long began = System.nanoTime();
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    while (true) {
      String trouble;
      try {
        return acknowledged(link.connect(connect()));
      } catch (ServiceRefusedException e) {
        return failed(
            "the service at %s turned this agent away (%d): %s"
                .formatted(settings.serviceAddr(), e.status(), e.getMessage()));
      } catch (ServiceUnreachableException e) {
        trouble = e.getMessage();
        LOG.log(Level.WARNING, "not registered yet: {0}: {1}", settings.serviceAddr(), trouble);
      }
      Duration pause = backoff.next();
      long after = System.nanoTime() - began + pause.toNanos();
      if (after > settings.registrationLimit().toNanos()) {
        return failed(
            "the service at %s did not take the registration within %s s: %s"
                .formatted(
                    settings.serviceAddr(),
                    settings.registrationLimit().toMillis() / 1e3,
                    trouble));
      }
      if (stop.givenWithin(pause)) {
        return new Attempt.Stopped();
      }
    }
  }

  private Attempt acknowledged(Registered answer) {
    if (answer.agent() != null && !answer.agent().isBlank()) {
      identity.knownAs(answer.agent());
    }
    LOG.log(Level.INFO, "registered with {0}", settings.serviceAddr());
    return new Attempt.Acknowledged(answer);
  }

  private static Attempt failed(String sentence) {
    return new Attempt.Failed(new Ending(Ending.NOT_REGISTERED, sentence));
  }

  private Connect connect() {
    return new Connect(
        identity.address(),
        identity.name(),
        settings.rank(),
        settings.nonce().orElse(null),
        settings.jobId().orElse(null),
        identity.version(),
        settings.node(),
        settings.clients(),
        System.currentTimeMillis() / 1e3,
        WireVersion.CURRENT);
  }
}
