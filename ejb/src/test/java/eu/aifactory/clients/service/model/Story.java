package eu.aifactory.clients.service.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What happened in a sequence, for whoever has to find out why it went wrong. */
final class Story {
  private final VirtualTime time;
  private final List<Tale> tales = new ArrayList<>();

  private record Tale(long seconds, String what, Object[] details) {}

  Story(VirtualTime time) {
    this.time = time;
  }

  /**
   * @param what as for {@link String#format}, written out only when somebody wants to read it
   */
  void tell(String what, Object... details) {
    tales.add(new Tale(time.passed().toSeconds(), what, details));
  }

  @Override
  public String toString() {
    return tales.stream()
        .map(tale -> "  %5d s  %s".formatted(tale.seconds(), tale.what().formatted(tale.details())))
        .collect(Collectors.joining("\n"));
  }
}
