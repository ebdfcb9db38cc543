package eu.aifactory.clients.load.client;

import java.util.Optional;
import java.util.ServiceLoader;

/** The kinds of AI client that are on the class path. */
public final class AiClients {
  private AiClients() {}

  /** The kind of this name, with its settings from the environment. */
  public static Optional<AiClient> named(String name) {
    return ServiceLoader.load(AiClient.class, AiClients.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(client -> client.name().equals(name))
        .findFirst();
  }
}
