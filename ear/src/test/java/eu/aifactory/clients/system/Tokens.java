package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for Slurm's tokens where none may be. */
final class Tokens {
  /**
   * How every JSON web token begins: its header and its claims are {@code {"…} in Base64, with a dot
   * between them. A histogram's Base64 may have the letters by chance, but never the dot.
   */
  private static final Pattern BEGINNING = Pattern.compile("eyJ[A-Za-z0-9_-]+\\.eyJ");

  private Tokens() {}

  /** In a folder that must hold files: a search of nothing would find nothing. */
  static void expectNone(Path folder) {
    List<Path> all = filesIn(folder);
    assertThat(all).as("files to search in %s", folder).isNotEmpty();
    expectNoneIn(all);
  }

  /** In a folder that may be empty still. */
  static void expectNoneYet(Path folder) {
    expectNoneIn(filesIn(folder));
  }

  private static void expectNoneIn(List<Path> files) {
    assertThat(files)
        .as("files with a token")
        .filteredOn(file -> BEGINNING.matcher(read(file)).find())
        .isEmpty();
  }

  private static List<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
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
