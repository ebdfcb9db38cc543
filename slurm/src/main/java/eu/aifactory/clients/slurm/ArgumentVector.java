package eu.aifactory.clients.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line cut into words, at spaces outside quotes. No shell is asked: nothing in it is
 * replaced, and no second command can stand in it.
 */
final class ArgumentVector {
  private static final Pattern WORD =
      Pattern.compile("\\s*((?:[^\\s\"']+|\"[^\"]*\"|'[^']*')+)\\s*");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

  private ArgumentVector() {}

  /** The end of a sentence that says what is wrong; empty when it can be run. */
  static Optional<String> problem(String commandLine) {
    Matcher word = WORD.matcher(commandLine);
    int at = 0;
    while (at < commandLine.length() && word.region(at, commandLine.length()).lookingAt()) {
      at = word.end();
    }
    return at < commandLine.length()
        ? Optional.of("has a quote that does not end")
        : Optional.empty();
  }

  static List<String> of(String commandLine) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(commandLine);
    while (word.find()) {
      words.add(
          QUOTED
              .matcher(word.group(1))
              .replaceAll(
                  quoted ->
                      Matcher.quoteReplacement(
                          quoted.group(1) == null ? quoted.group(2) : quoted.group(1))));
    }
    return List.copyOf(words);
  }
}
