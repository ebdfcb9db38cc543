package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.Distribution;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A distribution as options write it: {@code 512}, {@code uniform:MIN:MAX}, {@code
 * normal:MEAN:STDDEV}, {@code lognormal:MEAN:STDDEV}, each of the last two with {@code :MIN:MAX}
 * behind it if wanted, {@code exponential:MEAN}.
 */
final class DistributionText {
  static final String FORMS =
      "N, uniform:MIN:MAX, normal:MEAN:STDDEV[:MIN:MAX], lognormal:MEAN:STDDEV[:MIN:MAX] or"
          + " exponential:MEAN";

  private DistributionText() {}

  static Distribution parse(String text) {
    List<String> parts = Arrays.asList(text.split(":", -1));
    boolean named = !parts.getFirst().isEmpty() && Character.isLetter(parts.getFirst().charAt(0));
    String kind = named ? parts.getFirst() : Distribution.FIXED;
    double[] numbers =
        parts.stream().skip(named ? 1 : 0).mapToDouble(part -> number(text, part)).toArray();
    return switch (kind + "/" + numbers.length) {
      case Distribution.FIXED + "/1" -> Distribution.fixed(numbers[0]);
      case Distribution.UNIFORM + "/2" -> Distribution.uniform(numbers[0], numbers[1]);
      case Distribution.EXPONENTIAL + "/1" -> Distribution.exponential(numbers[0], null);
      case Distribution.NORMAL + "/2", Distribution.LOGNORMAL + "/2" ->
          new Distribution(kind, null, numbers[0], numbers[1], null, null);
      case Distribution.NORMAL + "/4", Distribution.LOGNORMAL + "/4" ->
          new Distribution(kind, null, numbers[0], numbers[1], numbers[2], numbers[3]);
      default -> throw wrong(text);
    };
  }

  private static double number(String text, String part) {
    if (!part.matches("-?[0-9]{1,12}(\\.[0-9]{1,9})?")) {
      throw wrong(text);
    }
    return Double.parseDouble(part);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException("\"%s\" is none of %s".formatted(text, FORMS));
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<Distribution> {
    @Override
    public Distribution convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
