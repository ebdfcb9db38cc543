package eu.aifactory.clients.service.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  @ParameterizedTest
  @CsvSource({
    "own, 127.0.0.1, true",
    "own, 127.8.8.8, true",
    "own, ::1, true",
    "own, 8.8.8.8, false",
    "private, 10.255.0.1, true",
    "private, 172.16.0.1, true",
    "private, 172.31.255.255, true",
    "private, 172.32.0.1, false",
    "private, 192.168.7.7, true",
    "private, 127.0.0.1, false",
    "private, fd12::1, true",
    "private, fd00:ec2::254, false",
    "10.1.2.0/23, 10.1.3.255, true",
    "10.1.2.0/23, 10.1.4.0, false",
    "10.1.2.3/32, 10.1.2.3, true",
    "10.1.2.3/32, 10.1.2.2, false",
    "2001:db8::/32, 2001:db8:1::1, true",
    "2001:db8::/32, 10.0.0.1, false",
    "'10.1.0.0/16, 10.2.0.0/16', 10.2.0.1, true",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, 169.254.169.254, false",
    "0.0.0.0/0, 0.0.0.0, false",
    "0.0.0.0/0, 239.1.1.1, false",
    "::/0, fe80::1, false",
    "::/0, ff02::1, false",
  })
  void allowWhatIsInThem(String networks, String address, boolean allowed)
      throws UnknownHostException {
    assertThat(Networks.of(networks).allow(InetAddress.getByName(address))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "all",
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0/8",
        "node/8",
        "::/129"
      })
  void refuseTextsThatAreNone(String text) {
    assertThatThrownBy(() -> Networks.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }
}
