package eu.aifactory.clients.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration on the command line, in seconds: {@code 30}, {@code 30s}, {@code 2m}, {@code 1h}. */
record Seconds(double value) {
  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)([smh]?)");

  /** Reads what picocli hands over. */
  static final class Converter implements ITypeConverter<Seconds> {
    @Override
    public Seconds convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches() || Double.parseDouble(form.group(1)) <= 0) {
        throw new TypeConversionException(
            "\"%s\" is no duration; write seconds as 30, or 30s, 2m, 1h".formatted(text));
      }
      double factor =
          switch (form.group(2)) {
            case "m" -> 60;
            case "h" -> 3600;
            default -> 1;
          };
      return new Seconds(Double.parseDouble(form.group(1)) * factor);
    }
  }
}
