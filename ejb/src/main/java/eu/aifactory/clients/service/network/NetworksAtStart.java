package eu.aifactory.clients.service.network;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/** Keeps the service from starting with networks that are none, rather than find out at a call. */
@Singleton
@Startup
public class NetworksAtStart {
  @Inject NetworkSettings settings;

  @PostConstruct
  void check() {
    settings.ofAgents();
    settings.requireNodesOfTheJob();
    settings.ofObservers();
    settings.ofProxies();
  }
}
