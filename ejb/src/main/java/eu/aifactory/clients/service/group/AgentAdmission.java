package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AgentToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Lets agents speak for the group whose job they are of, as long as the job may be running. */
@ApplicationScoped
@Transactional
public class AgentAdmission {
  private ClientGroups groups;
  private JobAttempts attempts;

  protected AgentAdmission() {
    // for the container
  }

  @Inject
  AgentAdmission(ClientGroups groups, JobAttempts attempts) {
    this.groups = groups;
    this.attempts = attempts;
  }

  /**
   * @return for how many agents the job is
   * @throws UnknownGroupException when the agent's group is gone: it has to end
   * @throws SupersededException when another job took the place of the agent's
   * @throws ForeignAgentTokenException when the token is of another group
   * @throws UnknownAgentTokenException when it is of no job that may be running
   */
  public int admit(long benchmarkId, String token) {
    // One question to the database: every message of every agent asks it.
    return attempts
        .live(benchmarkId)
        .filter(live -> live.attempt().mayHaveJob())
        .filter(live -> AgentToken.matches(token, live.attempt().nonce()))
        .map(JobAttempts.Live::agents)
        .orElseThrow(() -> refusal(benchmarkId, token));
  }

  /** Why not: what an agent does next depends on it. */
  private RuntimeException refusal(long benchmarkId, String token) {
    Optional<ClientGroup> group = groups.live(benchmarkId);
    Optional<JobAttempt> attempt = attempts.withNonce(AgentToken.hash(token));
    Optional<ClientGroup> own = attempt.flatMap(found -> groups.byKey(found.groupPk()));
    if (own.isEmpty()) {
      return new UnknownAgentTokenException("The token is not of any agent's job.");
    }
    if (own.get().benchmarkId() != benchmarkId) {
      return new ForeignAgentTokenException(
          "The token is not of a job of group %d.".formatted(benchmarkId));
    }
    if (group.isEmpty() || !group.get().pk().equals(own.get().pk())) {
      return UnknownGroupException.of(benchmarkId);
    }
    return attempt.get().state() == JobAttempt.State.SUPERSEDED
        ? new SupersededException(
            "group %d has another job than that of this token".formatted(benchmarkId))
        : new UnknownAgentTokenException("The job of this token has ended.");
  }
}
