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

  @Inject
  @ConfigProperty(name = "aif.dispatcher", defaultValue = LOCAL)
  String dispatcher;

  @Inject
  @ConfigProperty(name = "aif.agent-networks")
  Optional<String> agentNetworks;

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
