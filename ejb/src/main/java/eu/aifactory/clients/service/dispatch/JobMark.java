package eu.aifactory.clients.service.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a job carries to be known as that of one attempt. Anybody on the cluster may read it, so it
 * tells nothing about the attempt's nonce: the first 64 bits of its SHA-256.
 */
public record JobMark(String value) {
  private static final Pattern LEGAL = Pattern.compile("[0-9a-f]{16}");
  private static final int BYTES = 8;

  public JobMark {
    if (!LEGAL.matcher(value).matches()) {
      throw new IllegalArgumentException("\"%s\" is no job's mark".formatted(value));
    }
  }

  public static JobMark of(String nonce) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(nonce.getBytes(StandardCharsets.UTF_8));
      return new JobMark(HexFormat.of().formatHex(hash, 0, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
