package eu.aifactory.clients.service.web.security;

import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger.Level;

/**
 * Puts {@link AgentPassage} around the check that the server has set up for the application. A
 * server that checks tokens by other means checks agents' calls as well, and finds nobody.
 */
@WebListener
public class AgentPassageOpening implements ServletContextListener {
  private static final System.Logger LOG = System.getLogger(AgentPassageOpening.class.getName());

  /** As Jakarta Authentication calls servlets. */
  private static final String LAYER = "HttpServlet";

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    String application = context.getVirtualServerName() + " " + context.getContextPath();
    AuthConfigFactory checks = AuthConfigFactory.getFactory();
    AuthConfigProvider people =
        checks == null ? null : checks.getConfigProvider(LAYER, application, null);
    if (people == null) {
      LOG.log(Level.DEBUG, "agents'' calls do not go around the check of tokens");
      return;
    }
    checks.registerConfigProvider(
        new AgentPassage(people), LAYER, application, "Agents go around the check of tokens");
  }
}
