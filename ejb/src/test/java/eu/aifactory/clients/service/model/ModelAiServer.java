package eu.aifactory.clients.service.model;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.service.aiserver.AiServiceRelease;
import eu.aifactory.clients.service.aiserver.NotReleasedException;
import java.util.Set;
import java.util.TreeSet;

/** An AI server on which agents set services up, and which may not answer when one is released. */
final class ModelAiServer extends AiServiceRelease {
  private final Mishaps mishaps;
  private final Set<String> services = new TreeSet<>();
  private int last;

  ModelAiServer(Mishaps mishaps) {
    this.mishaps = mishaps;
  }

  AiService create() {
    String id = Integer.toString(++last);
    services.add(id);
    return new AiService("ai-server", "http://10.1.0.1:8000", id, "m", null, null, true);
  }

  @Override
  public void release(AiService service) throws NotReleasedException {
    if (mishaps.releaseFails()) {
      throw new NotReleasedException("no answer", null);
    }
    services.remove(service.serviceId());
  }

  /** Those that nobody has released. */
  Set<String> services() {
    return services;
  }
}
