package eu.aifactory.clients.load.trace;

import eu.aifactory.clients.load.prompts.LineReader;
import eu.aifactory.clients.load.prompts.PromptException;
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

/** Loads traces: mooncake's JSON lines, Azure's CSV of LLM inference, BurstGPT's CSV. */
public final class TraceFile {
  private static final System.Logger LOG = System.getLogger(TraceFile.class.getName());
  private static final int BUFFER_BYTES = 1 << 16;

  private TraceFile() {}

  /**
   * All requests, or the first of them.
   *
   * @param from with a path; without a format the first line tells it
   * @param mostRequests after which the rest of the file is not read
   * @throws PromptException naming file, line and field at fault
   */
  public static Trace load(Workload.Prompts from, long mostRequests) {
    Path path = path(from.path());
    if (Files.isDirectory(path)) {
      throw new PromptException("the trace %s is a directory".formatted(path));
    }
    double speed = from.speed() == null ? 1 : from.speed();
    TraceRows rows = new TraceRows(path.toString(), speed, mostRequests);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
      read(from.format(), new LineReader(in, path.toString()), rows);
    } catch (NoSuchFileException e) {
      throw new PromptException("there is no trace %s".formatted(path), e);
    } catch (IOException e) {
      throw new PromptException(
          "the trace %s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
    if (rows.raised() > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: {1} lengths of 0 tokens are sent as 1",
          path,
          rows.raised());
    }
    return rows.trace();
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new PromptException("\"%s\" is no path of a file".formatted(text), e);
    }
  }

  private static void read(String format, LineReader lines, TraceRows rows) throws IOException {
    boolean any = lines.next();
    while (any && lines.line().isBlank()) {
      any = lines.next();
    }
    if (!any) {
      return;
    }
    boolean json = lines.line().stripLeading().startsWith("{");
    String told = format == null ? null : format.toLowerCase(Locale.ROOT);
    if (told == null ? json : told.equals("mooncake")) {
      MooncakeTrace.read(lines, rows);
      return;
    }
    TraceColumns columns = TraceColumns.of(told, header(lines), lines);
    while (!rows.isFull() && lines.next()) {
      if (!lines.line().isBlank()) {
        columns.read(lines, rows);
      }
    }
    warnOfCut(lines, rows);
  }

  /** The numbers of a line that was cut off may well look whole. */
  private static void warnOfCut(LineReader lines, TraceRows rows) {
    if (!rows.isFull() && lines.endsWithoutLineEnd()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: the last line has no end; is the file whole?",
          lines.file());
    }
  }

  private static List<String> header(LineReader lines) {
    return List.of(lines.line().split(",", -1)).stream()
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .toList();
  }
}
