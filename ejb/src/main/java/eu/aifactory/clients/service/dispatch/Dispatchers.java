package eu.aifactory.clients.service.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.stream.Collectors;

/** The dispatchers that this service has, by name. */
@ApplicationScoped
public class Dispatchers {
  private Instance<Dispatcher> all;

  protected Dispatchers() {
    // for the container
  }

  @Inject
  Dispatchers(@Any Instance<Dispatcher> all) {
    this.all = all;
  }

  /** Why that one can start no job now; empty also for a name that there is not. */
  public Optional<String> trouble(String name) {
    return all.stream()
        .filter(dispatcher -> dispatcher.name().equals(name))
        .findFirst()
        .flatMap(Dispatcher::trouble);
  }

  /**
   * @throws IllegalArgumentException naming those that there are
   */
  public Dispatcher byName(String name) {
    return all.stream()
        .filter(dispatcher -> dispatcher.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no dispatcher \"%s\"; there is: %s"
                        .formatted(
                            name,
                            all.stream()
                                .map(Dispatcher::name)
                                .sorted()
                                .collect(Collectors.joining(", ")))));
  }
}
