package eu.aifactory.clients.slurm;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * squeue's table, for a squeue that cannot write JSON. Columns of fixed width: no separator is safe
 * from what people write into a comment.
 */
final class SqueueColumns {
  /** A column of squeue and its width in bytes. */
  private record Column(String name, int width) {}

  /** A list that fills its column may have been cut. */
  private static final int LONGEST_NODES = 2048;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("JobID", 20),
          new Column("UserName", 64),
          new Column("State", 24),
          new Column("Reason", 64),
          new Column("SubmitTime", 24),
          new Column("exit_code", 12),
          new Column("RestartCnt", 12),
          new Column("Name", 256),
          new Column("Comment", 1024),
          new Column("NodeList", LONGEST_NODES));

  private SqueueColumns() {}

  /** The value of squeue's {@code --Format}. */
  static String format() {
    return String.join(
        ",", COLUMNS.stream().map(column -> column.name() + ":" + column.width()).toList());
  }

  /**
   * Reads what squeue printed without a header, times as seconds.
   *
   * @throws IllegalArgumentException when it is no such table
   */
  static List<SlurmJobInfo> read(byte[] table) {
    List<SlurmJobInfo> jobs = new ArrayList<>();
    // A character a byte, as the widths count them.
    for (String line : new String(table, StandardCharsets.ISO_8859_1).split("\n")) {
      if (!line.isBlank()) {
        jobs.add(job(fields(line)));
      }
    }
    return jobs;
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (Column column : COLUMNS) {
      int to = Math.min(line.length(), from + column.width());
      String field = from < to ? line.substring(from, to).strip() : "";
      byte[] bytes = field.getBytes(StandardCharsets.ISO_8859_1);
      fields.add(new String(bytes, StandardCharsets.UTF_8));
      from += column.width();
    }
    return fields;
  }

  private static SlurmJobInfo job(List<String> fields) {
    if (!fields.getFirst().matches("\\d{1,18}")) {
      throw new IllegalArgumentException(
          "\"%s\" is no job".formatted(PlainText.line(fields.getFirst())));
    }
    JobStateWords state = JobStateWords.of(List.of(fields.get(2)));
    String reason = orNull(fields.get(3));
    long submitted = number(fields.get(4));
    return new SlurmJobInfo(
        Long.parseLong(fields.getFirst()),
        fields.get(7),
        orNull(fields.get(8)),
        orNull(fields.get(1)),
        state.base(),
        state.isCompleting(),
        "None".equals(reason) ? null : reason,
        state.isFinal() ? exit(fields.get(5)) : null,
        submitted > 0 ? Instant.ofEpochSecond(submitted) : null,
        (int) number(fields.get(6)),
        nodes(fields.get(9)));
  }

  /** A wait status, or in 24.11 {@code CODE:SIGNAL}. */
  private static SlurmJobInfo.JobExit exit(String field) {
    int colon = field.indexOf(':');
    if (colon < 0) {
      return JobInfoReader.ofWaitStatus(number(field));
    }
    int signal = (int) number(field.substring(colon + 1));
    return signal != 0
        ? new SlurmJobInfo.JobExit(-1, signal)
        : new SlurmJobInfo.JobExit((int) number(field.substring(0, colon)), 0);
  }

  private static String nodes(String field) {
    return field.length() >= LONGEST_NODES ? null : field.equals("(null)") ? "" : field;
  }

  private static String orNull(String field) {
    return field.isEmpty() || field.equals("(null)") ? null : field;
  }

  private static long number(String field) {
    return field.matches("\\d{1,18}") ? Long.parseLong(field) : 0;
  }
}
