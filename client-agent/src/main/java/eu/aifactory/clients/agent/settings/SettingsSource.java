package eu.aifactory.clients.agent.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Hands settings and identity to the beans that need them, once read and for all the same. */
@ApplicationScoped
class SettingsSource {

  @Produces
  @Singleton
  AgentSettings settings() {
    return AgentSettings.of(ConfigProvider.getConfig());
  }

  @Produces
  @Singleton
  AgentIdentity identity(AgentSettings settings) {
    return new AgentIdentity(settings);
  }
}
