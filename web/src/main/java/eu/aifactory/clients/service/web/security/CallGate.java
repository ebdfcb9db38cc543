package eu.aifactory.clients.service.web.security;

import eu.aifactory.clients.protocol.AgentToken;
import eu.aifactory.clients.service.group.ForeignAgentTokenException;
import eu.aifactory.clients.service.group.RecentAdmissions;
import eu.aifactory.clients.service.group.SupersededException;
import eu.aifactory.clients.service.group.UnknownAgentTokenException;
import eu.aifactory.clients.service.group.UnknownGroupException;
import eu.aifactory.clients.service.limit.CallLimits;
import eu.aifactory.clients.service.limit.TooManyException;
import eu.aifactory.clients.service.network.CallSource;
import eu.aifactory.clients.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;

/**
 * Counts calls by who makes them while it is found out who does. Every method throws {@link
 * TooManyException} for whoever makes too many.
 */
@ApplicationScoped
public class CallGate {
  private CallLimits limits;
  private RecentAdmissions agents;

  protected CallGate() {
    // for the container
  }

  @Inject
  CallGate(CallLimits limits, RecentAdmissions agents) {
    this.limits = limits;
    this.agents = agents;
  }

  /**
   * Lets nobody in particular through.
   *
   * @param address from which the call comes
   */
  void stranger(String address) {
    limits.stranger(CallSource.network(address));
  }

  /**
   * Lets a person or program through.
   *
   * @param look finds out who it is, without much effort
   */
  Caller caller(String address, Supplier<Caller> look) {
    Caller caller;
    try {
      caller = look.get();
    } catch (NotAdmittedException e) {
      stranger(address);
      throw e;
    }
    limits.caller(caller.name() == null ? CallSource.network(address) : caller.name());
    return caller;
  }

  /** Lets an agent through to its group; see {@link RecentAdmissions#admit}. */
  void agent(String address, long benchmarkId, String token) {
    String network = CallSource.network(address);
    String hash = AgentToken.hash(token);
    limits.agent(hash, network);
    try {
      limits.agentAdmitted(hash, agents.admit(benchmarkId, token));
    } catch (UnknownAgentTokenException
        | ForeignAgentTokenException
        | SupersededException
        | UnknownGroupException e) {
      limits.agentRefused(hash, network);
      throw e;
    }
  }
}
