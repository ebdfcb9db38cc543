package eu.aifactory.clients.service.limit;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/** Keeps the service from starting with limits that are none, rather than find out at a call. */
@Singleton
@Startup
public class LimitsAtStart {
  @Inject LimitSettings settings;

  @PostConstruct
  void check() {
    settings.calls();
    settings.strangers();
    settings.agents();
    settings.creates();
    settings.groups();
  }
}
