package eu.aifactory.clients.protocol;

/** The agent's answer to {@code POST /run}; {@code status} is {@code started}. */
public record RunStarted(String status, int numClients) {
  public static RunStarted of(int numClients) {
    return new RunStarted("started", numClients);
  }
}
