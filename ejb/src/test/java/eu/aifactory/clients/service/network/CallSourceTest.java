package eu.aifactory.clients.service.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallSourceTest {
  @ParameterizedTest
  @CsvSource({
    // Nobody is believed who is not trusted.
    ", 10.0.0.9, 1.2.3.4, 10.0.0.9",
    "10.1.0.0/16, 10.0.0.9, 1.2.3.4, 10.0.0.9",
    // The proxy's own word is the last.
    "10.0.0.0/24, 10.0.0.9, 1.2.3.4, 1.2.3.4",
    "10.0.0.0/24, 10.0.0.9, '6.6.6.6, 1.2.3.4', 1.2.3.4",
    "10.0.0.0/24, 10.0.0.9, , 10.0.0.9",
    "10.0.0.0/24, 10.0.0.9, unknown, 10.0.0.9",
    "10.0.0.0/24, 10.0.0.9, '', 10.0.0.9",
    "'127.0.0.0/8,::1/128', 127.0.0.1, 2001:db8::1, 2001:db8:0:0:0:0:0:1",
  })
  void isWhereTheConnectionComesFromOrWhatATrustedProxySays(
      String proxies, String peer, String forwardedFor, String address) {
    NetworkSettings settings = new NetworkSettings();
    settings.trustedProxies = Optional.ofNullable(proxies);

    assertThat(new CallSource(settings).address(peer, forwardedFor)).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.7, 10.0.0.8, false",
    "10.0.0.7, 10.0.0.7, true",
    "2001:db8:0:1:2:3:4:5, 2001:db8:0:1:ffff::1, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
  })
  void isOneForAllAddressesOfANetworkOfVersionSix(String one, String other, boolean same) {
    assertThat(CallSource.network(one).equals(CallSource.network(other))).isEqualTo(same);
  }
}
