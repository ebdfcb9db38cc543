package eu.aifactory.clients.agent;

import eu.aifactory.clients.agent.registration.Ending;
import eu.aifactory.clients.agent.service.Correlation;
import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.agent.settings.BadSettingException;
import eu.aifactory.clients.agent.settings.CommandLine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Where the process begins and what its exit code says. */
public final class AgentMain {
  private AgentMain() {}

  public static void main(String[] arguments) throws InterruptedException {
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
    AgentProcess process;
    try {
      process = AgentProcess.listen(settings);
    } catch (RuntimeException e) {
      System.err.printf(
          "cannot listen on %s port %d: %s%n",
          settings.bindHost(), settings.port(), rootCause(e).getMessage());
      return Ending.CANNOT_LISTEN;
    }
    Ending ending = process.live();
    Logger log = System.getLogger(AgentMain.class.getName());
    log.log(ending.exitCode() == Ending.DONE ? Level.INFO : Level.ERROR, ending.reason());
    process.close();
    return ending.exitCode();
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
