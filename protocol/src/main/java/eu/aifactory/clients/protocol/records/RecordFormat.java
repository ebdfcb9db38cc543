package eu.aifactory.clients.protocol.records;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How records are told as text: a line each, UTF-8. */
public enum RecordFormat {
  /** A JSON object a line, without a comma between them. */
  NDJSON("application/x-ndjson") {
    @Override
    public void begin(Appendable to) {}

    @Override
    public void write(RequestRecord record, Appendable to) throws IOException {
      String before = "{";
      for (RecordColumn column : RecordColumn.ALL) {
        to.append(before).append('"').append(column.name()).append("\":");
        JsonText.write(column.of(record), to);
        before = ",";
      }
      to.append("}\n");
    }
  },

  /** RFC 4180, with a line of names first; a member that is not known is empty. */
  CSV("text/csv; charset=utf-8; header=present") {
    @Override
    public void begin(Appendable to) throws IOException {
      String before = "";
      for (RecordColumn column : RecordColumn.ALL) {
        to.append(before).append(column.name());
        before = ",";
      }
      to.append("\r\n");
    }

    @Override
    public void write(RequestRecord record, Appendable to) throws IOException {
      String before = "";
      for (RecordColumn column : RecordColumn.ALL) {
        to.append(before);
        CsvText.write(column.of(record), to);
        before = ",";
      }
      to.append("\r\n");
    }
  };

  private final String mediaType;

  RecordFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** What comes before the first record. */
  public abstract void begin(Appendable to) throws IOException;

  public abstract void write(RequestRecord record, Appendable to) throws IOException;

  public String mediaType() {
    return mediaType;
  }

  /** The name that people use, which is also the ending of a file. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of that name; empty when there is none. */
  public static Optional<RecordFormat> named(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
  }

  /** The format that a file's ending tells; empty when it tells none. */
  public static Optional<RecordFormat> ofFile(String fileName) {
    return Arrays.stream(values())
        .filter(each -> fileName.toLowerCase(Locale.ROOT).endsWith("." + each.wireName()))
        .findFirst();
  }
}
