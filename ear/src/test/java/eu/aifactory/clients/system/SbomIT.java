package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The bill of materials beside what is shipped: nothing is in it that the bill does not name. */
class SbomIT {
  private static final Path BILL = Path.of("../target/aif-sbom.json");
  private static final Path EAR = Path.of("target/aif.ear");
  private static final List<Path> LIBRARIES =
      List.of(Path.of("../client-agent/target/agent/libs"), Path.of("../cli/target/lib"));

  @Test
  void namesEachLibraryThatIsShipped() throws IOException {
    List<JsonObject> components;
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(BILL))) {
      components = reader.readObject().getJsonArray("components").getValuesAs(JsonObject.class);
    }

    List<String> shipped = shipped();
    assertThat(shipped).hasSizeGreaterThan(50);
    assertThat(shipped)
        .allSatisfy(
            jar ->
                assertThat(components)
                    .as(jar)
                    .anyMatch(
                        component ->
                            jar.equals(component.getString("name") + ".jar")
                                || jar.startsWith(
                                    component.getString("name")
                                        + "-"
                                        + component.getString("version"))));
    assertThat(components).allMatch(component -> component.containsKey("purl"));
  }

  private static List<String> shipped() throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipFile ear = new ZipFile(EAR.toFile())) {
      ear.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("lib/") && name.endsWith(".jar"))
          .forEach(name -> names.add(name.substring("lib/".length())));
    }
    for (Path folder : LIBRARIES) {
      try (Stream<Path> jars = Files.list(folder)) {
        jars.map(jar -> jar.getFileName().toString())
            .filter(name -> name.endsWith(".jar"))
            .forEach(names::add);
      }
    }
    return names;
  }
}
