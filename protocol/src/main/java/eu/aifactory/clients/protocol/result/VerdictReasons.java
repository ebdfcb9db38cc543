package eu.aifactory.clients.protocol.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The verdict so far and the sentences that say why. Not thread-safe. */
final class VerdictReasons {
  private final List<String> sentences = new ArrayList<>();
  private Verdict verdict = Verdict.VALID;

  Verdict verdict() {
    return verdict;
  }

  List<String> sentences() {
    return List.copyOf(sentences);
  }

  /** Makes the verdict this one, unless it is worse already, and says why. */
  void worsen(Verdict to, String sentence, Object... values) {
    verdict = verdict.or(to);
    sentences.add(String.format(Locale.ROOT, sentence, values));
  }

  /** Says something that leaves the verdict as it is. */
  void say(String sentence, Object... values) {
    worsen(Verdict.VALID, sentence, values);
  }
}
