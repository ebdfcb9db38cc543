package eu.aifactory.clients.system;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts a server for Arquillian to deploy to, without the service that was deployed there: two
 * would work on one database. Does nothing inside of that server, where the tests run.
 */
final class ServerForArquillian implements BeforeAllCallback, AfterAllCallback {
  private AutoCloseable server;

  @Override
  public void beforeAll(ExtensionContext context) {
    if (isOutside()) {
      server = Outside.start();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private static boolean isOutside() {
    return System.getProperty("aif.system-folder") != null;
  }

  /** Apart, because inside of the server the classes that it needs are missing. */
  private static final class Outside {
    private static final String LISTENER =
        "configs.config.server-config.network-config.network-listeners.network-listener.";

    private static AutoCloseable start() {
      ServiceUnderTest service = ServiceUnderTest.start("in-container");
      System.setProperty("aif.arquillian.admin-port", Integer.toString(service.adminPort()));
      System.setProperty("aif.arquillian.admin-password", service.adminPassword());
      Http admin = service.admin("/__asadmin");
      // Arquillian reads the port from the configuration and cannot resolve a reference.
      String port = service.url().substring(service.url().lastIndexOf(':') + 1);
      command(admin, "/set?DEFAULT=" + LISTENER + "http-listener-1.port=" + port);
      command(admin, "/undeploy?DEFAULT=aif");
      return service;
    }

    private static void command(Http admin, String command) {
      admin.send("POST", command, BodyPublishers.noBody(), "X-Requested-By", "aif").expect(200);
    }
  }
}
