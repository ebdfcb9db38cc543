package eu.aifactory.clients.emulator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which beginnings of prompts were seen before, as vLLM's automatic prefix caching tells: in whole
 * blocks of {@value #BLOCK_TOKENS} tokens, each known by all tokens up to its end, and never a
 * prompt's last token, which has to be computed. Blocks that were not used for longest make room.
 * Prompts enter when they are read; a real server's blocks are full only when they are computed.
 * Safe for any thread.
 */
final class PrefixCache {
  static final int BLOCK_TOKENS = 16;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final Map<Long, Boolean> blocks;

  /**
   * @param mostBlocks that are remembered
   */
  PrefixCache(int mostBlocks) {
    blocks =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > mostBlocks;
          }
        };
  }

  /** Tokens of the prompt that were there, and now its blocks are. */
  synchronized int take(int[] prompt) {
    long hash = 1;
    int cached = 0;
    boolean known = true;
    for (int start = 0; start + BLOCK_TOKENS <= prompt.length; start += BLOCK_TOKENS) {
      for (int i = start; i < start + BLOCK_TOKENS; i++) {
        hash = (hash ^ prompt[i]) * MULTIPLIER;
        hash ^= hash >>> 29;
      }
      known = known && blocks.get(hash) != null;
      cached += known && start + BLOCK_TOKENS < prompt.length ? BLOCK_TOKENS : 0;
      blocks.put(hash, Boolean.TRUE);
    }
    return cached;
  }
}
