package eu.aifactory.clients.agent.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.ConfigProvider;

/** Hands the settings to the beans that need them. */
@ApplicationScoped
class SettingsSource {

  @Produces
  AgentSettings settings() {
    return AgentSettings.of(ConfigProvider.getConfig());
  }
}
