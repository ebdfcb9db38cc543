package eu.aifactory.clients.service.dispatch;

/** What a dispatcher calls one of its jobs. */
public record JobId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
