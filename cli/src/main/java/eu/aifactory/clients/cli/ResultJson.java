package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.result.Result;
import jakarta.json.bind.JsonbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A result as the document that {@code docs/api.md} describes. */
final class ResultJson {
  private ResultJson() {}

  static Result read(String document) {
    try {
      return Wire.JSONB.fromJson(document, Result.class);
    } catch (JsonbException e) {
      throw CommandFailure.unusable(
          "the service sent a result that this version cannot read: is one of both newer?", e);
    }
  }

  static String write(Result result) {
    return Wire.READABLE.toJson(result).strip() + "\n";
  }

  /** Fails before a run, rather than after it, where a result could not be kept. */
  static void requireWritable(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw CommandFailure.wrong(
          "%s %s cannot be written: is %s a folder of yours?".formatted(option, file, folder));
    }
  }

  /** Whole or not at all: a result that is half there would be worse than none. */
  static void save(String document, Path file) {
    Path growing = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(growing, document);
      Files.move(growing, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the result cannot be written to %s: is the disk full? (%s)"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
