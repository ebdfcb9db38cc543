package eu.aifactory.clients.service.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 0, 4",
    "bytes=4-, 4, 6",
    "bytes=-3, 7, 3",
    "bytes=-30, 0, 10",
    "bytes=8-99, 8, 2",
    "bytes=9-9, 9, 1",
    "bytes=10-, 10, 0",
    "bytes=20-30, 20, 0",
    "bytes=-0, 10, 0",
  })
  void takesAPartOfTenBytes(String header, long from, long length) {
    assertThat(ByteRange.parse(header, 10)).contains(new ByteRange(from, length));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "bytes=-",
        "bytes=5-4",
        "bytes=1-2,4-5",
        "lines=1-2",
        "bytes=a-b",
        "bytes=+1-2"
      })
  void takesAllForWhatIsNoRangeOfBytes(String header) {
    assertThat(ByteRange.parse(header, 10)).isEmpty();
  }

  @Test
  void saysWhichPartItIs() {
    assertThat(new ByteRange(4, 6).contentRange(10)).isEqualTo("bytes 4-9/10");
  }
}
