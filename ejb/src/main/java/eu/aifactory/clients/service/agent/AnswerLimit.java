package eu.aifactory.clients.service.agent;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads an answer up to a megabyte: who sends more means no good, or is no agent. */
public class AnswerLimit implements ClientResponseFilter {
  static final int MOST_BYTES = 1 << 20;

  @Override
  public void filter(ClientRequestContext request, ClientResponseContext response) {
    if (response.hasEntity()) {
      response.setEntityStream(new Limited(response.getEntityStream()));
    }
  }

  /** Fails at the byte after the last that is allowed. */
  static final class Limited extends FilterInputStream {
    private long left = MOST_BYTES;

    Limited(InputStream all) {
      super(all);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = super.read(into, from, length);
      count(Math.max(0, count));
      return count;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void count(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new IOException("the answer has more than %d bytes".formatted(MOST_BYTES));
      }
    }
  }
}
