package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.compare.ResultDocument;
import eu.aifactory.clients.protocol.compare.UnfitComparisonException;
import eu.aifactory.clients.protocol.importer.ForeignResults;
import eu.aifactory.clients.protocol.result.Result;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with a result of ours or of another tool, told by its content. */
final class ResultFile {
  private ResultFile() {}

  /**
   * The document, in our shape.
   *
   * @param benchmark of a guidellm file with several, from 1; 0 takes the only one
   * @throws CommandFailure when it cannot be read or is none
   * @throws UnfitComparisonException naming the file and the member at fault
   */
  static JsonObject read(Path file, int benchmark) {
    JsonObject json = parse(file);
    if (ResultDocument.looksLike(json)) {
      return json;
    }
    return ForeignResults.read(file.toString(), json, benchmark)
        .map(Wire.JSONB::toJson)
        .map(ResultFile::object)
        .orElseThrow(
            () ->
                CommandFailure.wrong(
                    "%s is no result of aif, vllm bench serve, guidellm or aiperf."
                        .formatted(file)));
  }

  /** The result of another tool; fails for one of ours. */
  static Result imported(Path file, int benchmark) {
    JsonObject json = parse(file);
    return ForeignResults.read(file.toString(), json, benchmark)
        .orElseThrow(
            () ->
                CommandFailure.wrong(
                    "%s is no result of vllm bench serve, guidellm or aiperf.".formatted(file)));
  }

  private static JsonObject parse(Path file) {
    try (BufferedReader text = Files.newBufferedReader(file);
        JsonReader reader = Json.createReader(text)) {
      return reader.readObject();
    } catch (JsonException | UncheckedIOException e) {
      throw CommandFailure.wrong("%s is not a JSON object.".formatted(file));
    } catch (CharacterCodingException e) {
      throw CommandFailure.wrong("%s is not text in UTF-8.".formatted(file));
    } catch (IOException e) {
      throw CommandFailure.wrong("%s cannot be read: is it there?".formatted(file));
    }
  }

  private static JsonObject object(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
