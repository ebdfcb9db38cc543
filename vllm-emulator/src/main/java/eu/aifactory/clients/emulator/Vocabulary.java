package eu.aifactory.clients.emulator;

import java.util.Arrays;

/** The tokens answers are made of, each with its escaped bytes ready for the wire. */
final class Vocabulary {
  /** Ids above are out of vocabulary, as for the model of the recorded exchanges. */
  static final int SIZE = 49_152;

  private static final int FIRST_ID = 260;
  private static final int ID_STEP = 37;
  private static final int ANSWER_STRIDE = 7;

  private static final String[] TEXTS = {
    " the", " river", " runs", " through", " a", " wide", " valley", ",", " past", " vineyards",
    " and", " castles", ".", " Its", " source", " lies", " high", " in", " snow", " fields",
    ";", " Łódź", " ships", " carry", " grain", ",", " salt", " and", " timber", ".\n\n",
    "1", ".", " Danube", ":", " é", "té", " on", " its", " banks", " \"Straße\"",
    " means", " road", ".", " 中文", " signs", " greet", " guests", "!", " From", " north",
    " to", " south", " 😀", " people", " fish", ",", " swim", " and", " rest", ".",
    " Bridges", " join", " both", " shores",
  };
  private static final String[] WIDE_TEXTS = {"é", "中", "😀", "ß", "Ж", "語", "🚀", "ñ"};
  private static final byte[][] BYTES = escaped(TEXTS);
  private static final byte[][] WIDE_BYTES = escaped(WIDE_TEXTS);
  private static final byte[] NOTHING = {};
  private static final byte[] EMOJI = Bytes.of("😀");

  /** What the text of an answer looks like. */
  enum Mode {
    VARIED,
    /** Every token is one character of several bytes. */
    WIDE,
    /** Three tokens make one character: twice nothing, then an emoji. */
    THREE_PART_EMOJI
  }

  private Vocabulary() {}

  static byte[] bytes(Mode mode, long answer, int token) {
    return switch (mode) {
      case VARIED -> BYTES[index(answer, token)];
      case WIDE -> WIDE_BYTES[(int) ((answer + token) & (WIDE_BYTES.length - 1))];
      case THREE_PART_EMOJI -> token % 3 == 2 ? EMOJI : NOTHING;
    };
  }

  static int id(long answer, int token) {
    return FIRST_ID + ID_STEP * index(answer, token);
  }

  /** The text of an id: the vocabulary's own, or the id in angle brackets. */
  static String text(int id) {
    int index = (id - FIRST_ID) / ID_STEP;
    return id >= FIRST_ID && (id - FIRST_ID) % ID_STEP == 0 && index < TEXTS.length
        ? TEXTS[index]
        : "<" + id + ">";
  }

  private static int index(long answer, int token) {
    return (int) ((answer * ANSWER_STRIDE + token) & (TEXTS.length - 1));
  }

  private static byte[][] escaped(String[] texts) {
    return Arrays.stream(texts).map(Json::escape).map(Bytes::of).toArray(byte[][]::new);
  }
}
