package eu.aifactory.clients.load.prompts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Comma-separated values (RFC 4180) with a header line; column {@code prompt} is needed, {@code
 * output_tokens} may be there. Quoted fields may hold commas, doubled quotes and line ends.
 */
final class CsvFile {
  private static final String PROMPT = "prompt";
  private static final String OUTPUT_TOKENS = "output_tokens";

  private final LineReader lines;
  private long startLine;

  private CsvFile(LineReader lines) {
    this.lines = lines;
  }

  static void read(LineReader lines, PromptList prompts) throws IOException {
    new CsvFile(lines).readInto(prompts);
  }

  private void readInto(PromptList prompts) throws IOException {
    List<String> header =
        row().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    int prompt = header.indexOf(PROMPT);
    int tokens = header.indexOf(OUTPUT_TOKENS);
    if (prompt < 0) {
      throw PromptException.at(
          lines.file(), 1, "the header has no column \"prompt\"; it has " + header);
    }
    for (List<String> row = row(); !row.isEmpty(); row = row()) {
      if (row.size() == 1 && row.getFirst().isBlank()) {
        continue;
      }
      if (row.size() != header.size()) {
        throw fault("there are %d fields, and %d columns".formatted(row.size(), header.size()));
      }
      String text = row.get(prompt);
      if (text.isBlank()) {
        throw fault("field \"prompt\" is empty");
      }
      Integer maxTokens = tokens < 0 ? null : tokens(row.get(tokens).strip());
      prompts.add(startLine, new Prompt(Prompt.of(text).messages(), maxTokens));
    }
  }

  private Integer tokens(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw fault(
          "field \"output_tokens\" must be a whole number of 1 or more, not \"%s\""
              .formatted(text));
    }
    return Integer.valueOf(text);
  }

  /** The fields of the next record; none at the end of the file. */
  private List<String> row() throws IOException {
    List<String> fields = new ArrayList<>();
    if (!lines.next()) {
      return fields;
    }
    startLine = lines.number();
    StringBuilder field = new StringBuilder();
    int at = 0;
    boolean quoted = false;
    while (true) {
      String line = lines.line();
      if (at == line.length()) {
        if (!quoted) {
          fields.add(field.toString());
          return fields;
        }
        appendNextLine(field);
        at = 0;
        continue;
      }
      char c = line.charAt(at++);
      if (quoted) {
        boolean doubled = c == '"' && at < line.length() && line.charAt(at) == '"';
        if (c != '"' || doubled) {
          field.append(c);
          at += doubled ? 1 : 0;
        } else {
          quoted = false;
        }
      } else if (c == '"' && field.isEmpty()) {
        quoted = true;
      } else if (c == ',') {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
  }

  private void appendNextLine(StringBuilder field) throws IOException {
    field.append('\n');
    if (!lines.next()) {
      throw fault("a quote is opened and never closed");
    }
    if (field.length() > LineReader.MOST_LINE_BYTES) {
      throw fault("a field is longer than %d characters".formatted(LineReader.MOST_LINE_BYTES));
    }
  }

  private PromptException fault(String fault) {
    return PromptException.at(lines.file(), startLine, fault);
  }
}
