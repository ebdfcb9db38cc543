package eu.aifactory.clients.slurm;

import java.util.ArrayList;
import java.util.List;

/**
 * Slurm's short way of writing the names of many nodes: {@code c[1-3,07-09],gpu1} or {@code
 * rack[0-1]node[1-4]}. A text of a few bytes can stand for more names than fit into memory, so all
 * of it is bounded before anything is made of it.
 */
public final class HostList {
  /** Names that a list may stand for. */
  public static final int NAMES_MOST = 16_384;

  static final int TEXT_MOST = 65_536;
  private static final int NAME_MOST = 253;
  private static final int BRACKETS_MOST = 4;
  private static final int DIGITS_MOST = 9;

  private final String text;
  private final List<String> names = new ArrayList<>();
  private int at;

  private HostList(String text) {
    this.text = text;
  }

  /**
   * The names, in the order in which they are written; none for an empty text.
   *
   * @throws IllegalArgumentException when it is no such list, or one of too many names
   */
  public static List<String> expand(String text) {
    if (text.length() > TEXT_MOST) {
      throw new IllegalArgumentException(
          "a list of nodes of %d characters, more than %d".formatted(text.length(), TEXT_MOST));
    }
    HostList list = new HostList(text.strip());
    if (!list.text.isEmpty()) {
      list.read();
    }
    return List.copyOf(list.names);
  }

  private void read() {
    readItem();
    while (at < text.length()) {
      expect(',');
      readItem();
    }
  }

  /** Names up to a comma outside of brackets. */
  private void readItem() {
    List<String> begun = List.of("");
    int brackets = 0;
    while (at < text.length() && text.charAt(at) != ',') {
      if (text.charAt(at) == '[') {
        if (++brackets > BRACKETS_MOST) {
          throw bad("more than %d brackets in one name".formatted(BRACKETS_MOST));
        }
        begun = each(begun, bracket());
      } else {
        begun = each(begun, List.of(literal()));
      }
    }
    if (begun.getFirst().isEmpty()) {
      throw bad("a name is missing");
    }
    requireRoom(names.size() + (long) begun.size());
    names.addAll(begun);
  }

  private List<String> each(List<String> begun, List<String> ends) {
    requireRoom((long) begun.size() * ends.size());
    if (begun.getLast().length() + ends.getLast().length() > NAME_MOST) {
      throw bad("a name of more than %d characters".formatted(NAME_MOST));
    }
    List<String> longer = new ArrayList<>(begun.size() * ends.size());
    for (String start : begun) {
      for (String end : ends) {
        longer.add(start + end);
      }
    }
    return longer;
  }

  private String literal() {
    int from = at;
    while (at < text.length() && isOfName(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw bad("no name can have \"%s\"".formatted(PlainText.line(text.substring(at, at + 1))));
    }
    return text.substring(from, at);
  }

  private static boolean isOfName(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || "._-".indexOf(c) >= 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private List<String> bracket() {
    List<String> numbers = new ArrayList<>();
    expect('[');
    range(numbers);
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      range(numbers);
    }
    expect(']');
    return numbers;
  }

  /** {@code 7} or {@code 07-12}: as wide as its first number is written. */
  private void range(List<String> numbers) {
    String first = digits();
    String last = first;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
      last = digits();
    }
    int from = Integer.parseInt(first);
    int to = Integer.parseInt(last);
    if (to < from) {
      throw bad("the range %s-%s runs backwards".formatted(first, last));
    }
    requireRoom(numbers.size() + (to - from + 1L));
    for (int number = from; number <= to; number++) {
      String plain = Integer.toString(number);
      numbers.add("0".repeat(Math.max(0, first.length() - plain.length())) + plain);
    }
  }

  private String digits() {
    int from = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    if (at == from || at - from > DIGITS_MOST) {
      throw bad("a number of 1 to %d digits is missing".formatted(DIGITS_MOST));
    }
    return text.substring(from, at);
  }

  private void expect(char wanted) {
    if (at >= text.length() || text.charAt(at) != wanted) {
      throw bad("\"%s\" is missing".formatted(wanted));
    }
    at++;
  }

  private void requireRoom(long wanted) {
    if (wanted > NAMES_MOST) {
      throw new IllegalArgumentException(
          "the list of nodes \"%s\" stands for more than %d"
              .formatted(PlainText.line(text), NAMES_MOST));
    }
  }

  private IllegalArgumentException bad(String why) {
    return new IllegalArgumentException(
        "\"%s\" is no list of nodes: %s at character %d"
            .formatted(PlainText.line(text), why, at + 1));
  }
}
