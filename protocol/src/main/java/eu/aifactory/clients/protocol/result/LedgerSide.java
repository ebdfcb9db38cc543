package eu.aifactory.clients.protocol.result;

import java.util.Locale;
import java.util.Optional;

/**
 * One kind of tokens as both sides counted it.
 *
 * @param kind the word for them in sentences
 * @param verb what this run did with them
 * @param client what this run counted
 * @param server what the server's counter grew by
 * @param open most that the server may have counted on top, in requests that failed; empty when
 *     there is no such bound
 */
record LedgerSide(String kind, String verb, long client, long server, Optional<Long> open) {
  /** A server's counters lag a moment behind what it sent. */
  private static final double TOLERATED_SHARE = 0.001;

  boolean match() {
    return !lacks() && !exceeds();
  }

  private long tolerance() {
    return Math.round(Math.ceil(client * TOLERATED_SHARE));
  }

  private boolean lacks() {
    return server < client - tolerance();
  }

  private boolean exceeds() {
    return open.filter(most -> server > client + tolerance() + most).isPresent();
  }

  /** What does not match, a sentence. */
  Optional<String> mismatch() {
    if (lacks()) {
      return Optional.of(
          told(
              "the server counted %d %s tokens and this run %s %d: its counters are those of"
                  + " another instance, or of one among several",
              server, kind, verb, client));
    }
    if (exceeds()) {
      long most = open.orElseThrow();
      return Optional.of(
          told(
              "the server counted %d %s tokens and this run %s %d%s: another client loaded it at"
                  + " the same time",
              server,
              kind,
              verb,
              client,
              most == 0 ? "" : told(", its failed requests at most %d more", most)));
    }
    return Optional.empty();
  }

  private static String told(String sentence, Object... values) {
    return String.format(Locale.ROOT, sentence, values);
  }
}
