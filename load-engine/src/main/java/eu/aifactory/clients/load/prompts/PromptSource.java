package eu.aifactory.clients.load.prompts;

import eu.aifactory.clients.protocol.Workload;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Loads the prompts that a workload names: the shipped ones, or those of a local file. */
public final class PromptSource {
  private static final String SHIPPED_FILE = "prompts.jsonl";

  private PromptSource() {}

  /**
   * All prompts, at least one. Where conversations are asked for, the whole of each, with a message
   * of the user in it and the roles in turn.
   *
   * @throws PromptException naming file, line and field at fault
   */
  public static List<Prompt> load(Workload.Prompts from) {
    List<Prompt> prompts = Workload.Prompts.SHIPPED.equals(from.source()) ? shipped() : file(from);
    return from.conversations() == null ? prompts : conversations(prompts, from);
  }

  private static List<Prompt> conversations(List<Prompt> prompts, Workload.Prompts from) {
    List<Prompt> conversations =
        prompts.stream().map(Prompt::asConversation).filter(Prompt::hasUsersMessage).toList();
    if (conversations.isEmpty()) {
      throw new PromptException(
          "the prompt file %s holds no conversation with a message of the user"
              .formatted(from.path()));
    }
    return conversations;
  }

  private static List<Prompt> shipped() {
    try (InputStream in = PromptSource.class.getResourceAsStream(SHIPPED_FILE)) {
      if (in == null) {
        throw new PromptException("the shipped prompts are missing from this build");
      }
      return read("jsonl", false, new BufferedInputStream(in), SHIPPED_FILE);
    } catch (IOException e) {
      throw new PromptException("the shipped prompts cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Prompt> file(Workload.Prompts from) {
    Path path = path(from.path());
    String format = from.format() == null ? formatOf(path) : from.format().toLowerCase(Locale.ROOT);
    if (Files.isDirectory(path)) {
      throw new PromptException("the prompt file %s is a directory".formatted(path));
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      return read(format, from.conversations() != null, in, path.toString());
    } catch (NoSuchFileException e) {
      throw new PromptException("there is no prompt file %s".formatted(path), e);
    } catch (IOException e) {
      throw new PromptException(
          "the prompt file %s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new PromptException("\"%s\" is no path of a file".formatted(text), e);
    }
  }

  private static String formatOf(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "json" -> "sharegpt";
      case "jsonl", "ndjson" -> "jsonl";
      case "csv" -> "csv";
      case "txt", "text" -> "text";
      default ->
          throw new PromptException(
              "the ending of %s tells no format; name one of sharegpt, jsonl, csv, text"
                  .formatted(path));
    };
  }

  private static List<Prompt> read(String format, boolean whole, InputStream in, String file)
      throws IOException {
    PromptList prompts = new PromptList(file);
    switch (format) {
      case "sharegpt" -> ShareGptFile.read(in, whole, prompts);
      case "jsonl" -> JsonLinesFile.read(new LineReader(in, file), prompts);
      case "csv" -> CsvFile.read(new LineReader(in, file), prompts);
      case "text" -> readText(new LineReader(in, file), prompts);
      default -> throw new PromptException("there is no prompt format \"%s\"".formatted(format));
    }
    return prompts.all();
  }

  private static void readText(LineReader lines, PromptList prompts) throws IOException {
    while (lines.next()) {
      if (!lines.line().isBlank()) {
        prompts.add(lines.number(), Prompt.of(lines.line().strip()));
      }
    }
  }
}
