package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.service.agent.CallAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The way of an agent into its group: a look at what is stored, the check of its address between
 * transactions, as it may take a second, and then the registration.
 */
@ApplicationScoped
public class AgentEntry {
  private GroupRegistration registration;
  private AgentAddressCheck addresses;

  protected AgentEntry() {
    // for the container
  }

  @Inject
  AgentEntry(GroupRegistration registration, AgentAddressCheck addresses) {
    this.registration = registration;
    this.addresses = addresses;
  }

  /** See {@link ClientManager#register}. Never called inside a transaction. */
  public Registered register(long benchmarkId, Connect connect) {
    CallAddress callAddress =
        registration
            .entrant(benchmarkId, connect)
            .map(addresses::check)
            .orElse(CallAddress.AS_ANNOUNCED);
    return registration.register(benchmarkId, connect, callAddress);
  }
}
