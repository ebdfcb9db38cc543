package eu.aifactory.clients.service.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file as RFC 9110, section 14 has it: one range of bytes. Several at once, or another
 * unit, count as none, which the RFC allows.
 *
 * @param from first byte, from 0
 * @param length of the part in bytes; 0 when the file has nothing of it
 */
record ByteRange(long from, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * @param header of the request, or {@code null}
   * @return empty when all is wanted
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher parts = FORM.matcher(header == null ? "" : header.replace(" ", ""));
    if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (parts.group(1).isEmpty()) {
      long last = Math.min(size, Long.parseLong(parts.group(2)));
      return Optional.of(new ByteRange(size - last, last));
    }
    long from = Long.parseLong(parts.group(1));
    long to = parts.group(2).isEmpty() ? size - 1 : Long.parseLong(parts.group(2));
    if (to < from && !parts.group(2).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(from, Math.max(0, Math.min(size - 1, to) - from + 1)));
  }

  /** Its beginning, where it is longer than that. */
  ByteRange atMost(long most) {
    return new ByteRange(from, Math.min(length, most));
  }

  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
  }
}
