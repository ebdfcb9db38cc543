package eu.aifactory.clients.emulator;

/**
 * What a client asked to have generated, checked and with the emulator's defaults in place.
 *
 * @param outputTokens tokens of the answer
 * @param stops whether the answer ends by itself, its last token then being an empty one
 * @param cachedTokens of the prompt that were seen before; 0 without prefix caching
 * @param promptIds ids of the prompt where they are to be returned, else empty
 * @param id id of the answer with its prefix
 */
record GenerationRequest(
    boolean chat,
    String id,
    String requestId,
    boolean stream,
    boolean includeUsage,
    boolean continuousUsage,
    boolean returnTokenIds,
    int promptTokens,
    int cachedTokens,
    int[] promptIds,
    int maxTokens,
    int outputTokens,
    boolean stops) {

  String finishReason() {
    return stops ? "stop" : "length";
  }
}
