package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for Slurm's tokens where none may be. */
final class Tokens {
  /** How every JSON web token begins: {@code {"} in Base64. */
  private static final String BEGINNING = "eyJ";

  private Tokens() {}

  static void expectNone(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).as("files to search in %s", folder).isNotEmpty();
      assertThat(all)
          .as("files with a token")
          .filteredOn(file -> read(file).contains(BEGINNING))
          .isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
