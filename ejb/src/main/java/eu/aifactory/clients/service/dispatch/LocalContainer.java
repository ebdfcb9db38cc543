package eu.aifactory.clients.service.dispatch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether agents on this host run in containers, and of which image.
 *
 * @param image the client's; its being given alone does not mean that it is to be used
 */
record LocalContainer(boolean wanted, Optional<Path> image) {
  static final LocalContainer NONE = new LocalContainer(false, Optional.empty());

  /** Why no agent can be started so; looked up anew each time, since an image can come later. */
  Optional<String> fault() {
    if (!wanted) {
      return Optional.empty();
    }
    if (image.isEmpty()) {
      return Optional.of(
          "agents are to run in containers (AIF_CONTAINER is true), and AIF_CLIENT_IMAGE names no"
              + " image of the client");
    }
    return Files.isReadable(image.get())
        ? Optional.empty()
        : Optional.of(
            "agents are to run in containers, and their image %s cannot be read (AIF_CLIENT_IMAGE)"
                .formatted(image.get()));
  }

  /** What the start script gets after its four arguments. */
  List<String> arguments() {
    return wanted ? List.of("--container") : List.of();
  }

  /** What start script and job need to know of the image. */
  Map<String, String> variables() {
    return wanted
        ? Map.of("AIF_CLIENT_IMAGE", image.orElseThrow().toAbsolutePath().toString())
        : Map.of();
  }
}
