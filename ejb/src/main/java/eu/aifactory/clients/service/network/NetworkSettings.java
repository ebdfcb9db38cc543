package eu.aifactory.clients.service.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The networks in which agents and observers may be, by MicroProfile Config. */
@ApplicationScoped
public class NetworkSettings {
  private static final String LOCAL = "local";
  private static final String OF_THIS_HOST = "own";
  private static final String OF_THE_SITE = "own,private";
  private static final String OF_THE_JOB = "job";
  private static final String ANY = "any";

  @Inject
  @ConfigProperty(name = "aif.dispatcher", defaultValue = LOCAL)
  String dispatcher;

  @Inject
  @ConfigProperty(name = "aif.agent-networks")
  Optional<String> agentNetworks;

  @Inject
  @ConfigProperty(name = "aif.agent-nodes")
  Optional<String> agentNodes;

  @Inject
  @ConfigProperty(name = "aif.observer-networks", defaultValue = OF_THE_SITE)
  String observerNetworks;

  @Inject
  @ConfigProperty(name = "aif.trusted-proxies")
  Optional<String> trustedProxies;

  /**
   * Where agents may listen: on this host and its networks, with compute nodes on the site's, too.
   *
   * @throws IllegalArgumentException naming what is set and is no network
   */
  public Networks ofAgents() {
    return Networks.of(agentNetworks.orElse(dispatcher.equals(LOCAL) ? OF_THIS_HOST : OF_THE_SITE));
  }

  /**
   * Whether an agent has to be on one of its job's nodes, where the dispatcher knows them. Not
   * where somebody has named the agents' networks and no more.
   *
   * @throws IllegalArgumentException naming what is set and is neither of the two words
   */
  public boolean requireNodesOfTheJob() {
    String asked = agentNodes.orElseGet(() -> agentNetworks.isPresent() ? ANY : OF_THE_JOB);
    if (!asked.equals(OF_THE_JOB) && !asked.equals(ANY)) {
      throw new IllegalArgumentException(
          "AIF_AGENT_NODES is \"%s\", neither %s nor %s".formatted(asked, OF_THE_JOB, ANY));
    }
    return asked.equals(OF_THE_JOB);
  }

  /**
   * Where observers may listen.
   *
   * @throws IllegalArgumentException naming what is set and is no network
   */
  public Networks ofObservers() {
    return Networks.of(observerNetworks);
  }

  /**
   * Where the proxies are that are believed from where a call comes; empty when none is.
   *
   * @throws IllegalArgumentException naming what is set and is no network
   */
  public Optional<Networks> ofProxies() {
    return trustedProxies.map(Networks::of);
  }
}
