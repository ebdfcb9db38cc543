package eu.aifactory.clients.load.trace;

import eu.aifactory.clients.load.prompts.LineReader;
import eu.aifactory.clients.load.prompts.PromptException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Comma-separated traces with a header line. Columns are found by their names; others are passed
 * over. Fields are not quoted in these files.
 */
final class TraceColumns {
  private static final List<Layout> LAYOUTS =
      List.of(
          new Layout("azure", "TIMESTAMP", "ContextTokens", "GeneratedTokens"),
          new Layout("burstgpt", "Timestamp", "Request tokens", "Response tokens"));

  /** {@code 2023-11-16 18:15:46.6805900}, and with an offset behind it in the trace of 2024. */
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("[ ]['T']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][X]")
          .toFormatter(Locale.ROOT);

  private record Layout(String format, String time, String prompt, String answer) {
    boolean isIn(List<String> header) {
      return header.contains(lower(time))
          && header.contains(lower(prompt))
          && header.contains(lower(answer));
    }

    String columns() {
      return "%s (%s, %s, %s)".formatted(format, time, prompt, answer);
    }
  }

  private final Layout layout;
  private final int columns;
  private final int time;
  private final int prompt;
  private final int answer;
  private LocalDateTime firstInstant;

  private TraceColumns(Layout layout, List<String> header) {
    this.layout = layout;
    this.columns = header.size();
    this.time = header.indexOf(lower(layout.time()));
    this.prompt = header.indexOf(lower(layout.prompt()));
    this.answer = header.indexOf(lower(layout.answer()));
  }

  /**
   * @param format {@code null} when the header shall tell it
   */
  static TraceColumns of(String format, List<String> header, LineReader lines) {
    Optional<Layout> layout =
        LAYOUTS.stream()
            .filter(known -> format == null || known.format().equals(format))
            .filter(known -> known.isIn(header))
            .findFirst();
    return new TraceColumns(
        layout.orElseThrow(
            () ->
                PromptException.at(
                    lines.file(),
                    lines.number(),
                    "this is no header of a known trace: %s; mooncake has a JSON object a line"
                        .formatted(
                            String.join(", ", LAYOUTS.stream().map(Layout::columns).toList())))),
        header);
  }

  void read(LineReader lines, TraceRows rows) {
    String[] fields = lines.line().split(",", -1);
    if (fields.length != columns) {
      throw PromptException.at(
          lines.file(),
          lines.number(),
          "there are %d fields, and %d columns".formatted(fields.length, columns));
    }
    double seconds =
        layout.format().equals("azure")
            ? instant(lines, fields[time].strip())
            : seconds(lines, fields[time].strip());
    rows.add(
        lines.number(),
        layout.time(),
        seconds,
        layout.prompt(),
        whole(lines, layout.prompt(), fields[prompt].strip()),
        layout.answer(),
        whole(lines, layout.answer(), fields[answer].strip()),
        null);
  }

  /** Since the first of the file, so that the nanoseconds fit into a double. */
  private double instant(LineReader lines, String text) {
    LocalDateTime instant;
    try {
      instant =
          switch (INSTANT.parseBest(text, OffsetDateTime::from, LocalDateTime::from)) {
            case OffsetDateTime offset ->
                offset.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
            case LocalDateTime local -> local;
            default -> throw new DateTimeParseException("neither", text, 0);
          };
    } catch (DateTimeParseException e) {
      throw fault(lines, layout.time(), "a date and a time, such as 2023-11-16 18:15:46.68", text);
    }
    if (firstInstant == null) {
      firstInstant = instant;
    }
    Duration since = Duration.between(firstInstant, instant);
    return since.getSeconds() + since.getNano() / 1e9;
  }

  private double seconds(LineReader lines, String text) {
    if (!text.matches("[0-9]{1,15}(\\.[0-9]{1,18})?")) {
      throw fault(lines, layout.time(), "seconds", text);
    }
    return Double.parseDouble(text);
  }

  private static long whole(LineReader lines, String field, String text) {
    if (!text.matches("-?[0-9]{1,15}")) {
      throw fault(lines, field, "a whole number", text);
    }
    return Long.parseLong(text);
  }

  private static PromptException fault(LineReader lines, String field, String wanted, String text) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return PromptException.at(
        lines.file(),
        lines.number(),
        "field \"%s\" must be %s, not \"%s\"".formatted(field, wanted, shown));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
