package eu.aifactory.clients.agent;

import eu.aifactory.clients.agent.registration.Ending;
import eu.aifactory.clients.agent.service.Correlation;
import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.agent.settings.BadSettingException;
import eu.aifactory.clients.agent.settings.CommandLine;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Where the process begins and what its exit code says. */
public final class AgentMain {
  private AgentMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    LastingLogManager.install();
    try {
      CommandLine.settings(arguments).forEach(System::setProperty);
      Config config = ConfigProvider.getConfig();
      AgentSettings settings = AgentSettings.of(config);
      System.exit(live(settings, config));
    } catch (BadSettingException e) {
      System.err.println(e.getMessage());
      System.exit(Ending.BAD_COMMAND_LINE);
    }
  }

  private static int live(AgentSettings settings, Config config) throws InterruptedException {
    // A POST that got no answer is repeated by who knows why, not by the platform's client.
    System.setProperty("sun.net.http.retryPost", "false");
    Correlation.process(settings.correlationId());
    AgentLog.install(
        config
            .getOptionalValue(AgentSettings.LOG_LEVEL, String.class)
            .orElse(AgentSettings.DEFAULT_LOG_LEVEL),
        settings.benchmarkId());
    if (settings.onlyDelivers()) {
      return LeftDelivery.deliver(settings);
    }
    AgentProcess process;
    try {
      process = AgentProcess.listen(settings);
    } catch (IOException e) {
      System.err.printf(
          "cannot listen on %s port %d: %s; AIF_AGENT_HOST and AIF_AGENT_PORT choose another%n",
          settings.bindHost(), settings.port(), e.getMessage());
      return Ending.CANNOT_LISTEN;
    } catch (RuntimeException e) {
      System.getLogger(AgentMain.class.getName()).log(Level.ERROR, "the agent cannot start", e);
      return Ending.BROKEN;
    }
    Logger log = System.getLogger(AgentMain.class.getName());
    try {
      Ending ending = process.live();
      log.log(ending.exitCode() == Ending.DONE ? Level.INFO : Level.ERROR, ending.reason());
      return ending.exitCode();
    } catch (RuntimeException e) {
      log.log(Level.ERROR, "the agent broke off", e);
      return Ending.BROKEN;
    } finally {
      process.close();
    }
  }
}
