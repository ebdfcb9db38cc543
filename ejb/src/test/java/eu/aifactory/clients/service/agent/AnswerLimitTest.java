package eu.aifactory.clients.service.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class AnswerLimitTest {
  @Test
  void readsAMegabyteAndNotAByteMore() throws IOException {
    assertThat(limited(AnswerLimit.MOST_BYTES).readAllBytes()).hasSize(AnswerLimit.MOST_BYTES);
    assertThatThrownBy(() -> limited(AnswerLimit.MOST_BYTES + 1).readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Integer.toString(AnswerLimit.MOST_BYTES));
    InputStream byteByByte = limited(AnswerLimit.MOST_BYTES + 1);
    assertThatThrownBy(
            () -> {
              while (byteByByte.read() >= 0) {
                // On to the next.
              }
            })
        .isInstanceOf(IOException.class);
  }

  private static InputStream limited(int bytes) {
    return new AnswerLimit.Limited(new ByteArrayInputStream(new byte[bytes]));
  }
}
