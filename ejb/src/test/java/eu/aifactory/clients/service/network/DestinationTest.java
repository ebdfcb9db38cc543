package eu.aifactory.clients.service.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  private static final Networks SITE = Networks.of("127.0.0.0/8,::1/128,10.0.0.0/8,fd12::/16");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://node-01:9000",
        "http://node-01",
        "http://node-01:9000/",
        "https://node-01.cluster.example.org:9000",
        "http://127.0.0.1:9000",
        "http://10.0.0.7:9000",
        "http://[::1]:9000",
        "http://[fd12::7]:9000",
        "http://3com.example:80",
      })
  void takesWhatAnAgentCanBeAt(String address) {
    assertThat(Destination.problems("client_address", address)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Other schemes, and none.
        "ftp://node-01                  | http or https",
        "file:///etc/passwd             | http or https",
        "gopher://node-01:70            | http or https",
        "jar:http://node-01!/x          | http or https",
        "HTTP://node-01                 | http or https",
        "//node-01:9000                 | http or https",
        "node-01:9000                   | http or https",
        "http:node-01                   | http or https",
        "http://                        | no address",
        "http://node 01                 | no address",
        "http://:9000                   | http or https",
        // More than a host and a port.
        "http://user@node-01            | user",
        "http://user:secret@node-01     | user",
        "http://10.0.0.7@169.254.169.254 | user",
        "http://node-01?x=1             | query",
        "http://node-01#x               | fragment",
        "http://node-01/run             | path",
        "http://node-01/../x            | path",
        "http://node-01/%2e%2e          | path",
        "http://node-01:0               | port",
        "http://node-01:65536           | port",
        // Addresses in disguise.
        "http://2130706433              | form",
        "http://017700000001            | form",
        "http://0x7f000001              | form",
        "http://0x7f.0.0.1              | http or https",
        "http://0177.0.0.1              | form",
        "http://127.1                   | http or https",
        "http://127.0.1                 | http or https",
        "http://127.0.0.01              | form",
        "http://256.0.0.1               | http or https",
        "http://10.0.0.7.               | http or https",
        "http://node.0x7f               | http or https",
        "http://[::ffff:127.0.0.1]      | is no address",
        "http://[::ffff:7f00:1]         | is no address",
        "http://[0:0:0:0:0:ffff:a00:7]  | is no address",
        // Never, whatever is allowed.
        "http://0.0.0.0:9000            | nothing may be sent",
        "http://0.1.2.3:9000            | nothing may be sent",
        "http://169.254.169.254         | nothing may be sent",
        "http://169.254.0.1             | nothing may be sent",
        "http://224.0.0.1               | nothing may be sent",
        "http://255.255.255.255         | nothing may be sent",
        "http://240.0.0.1               | nothing may be sent",
        "http://[::]                    | nothing may be sent",
        "http://[fe80::1]               | nothing may be sent",
        "http://[ff02::1]               | nothing may be sent",
        "http://[fd00:ec2::254]         | nothing may be sent",
        "http://[::10.0.0.7]            | nothing may be sent",
      })
  void namesWhatIsWrongWithAnAddress(String address, String why) {
    assertThat(Destination.problems("client_address", address))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem).startsWith("client_address").contains(address))
        .anySatisfy(problem -> assertThat(problem).contains(why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-x",
        "node 01",
        "node-01\r\nHost: x",
        "node-01/",
        "a..b",
        "user@node",
        "fe80::1%eth0"
      })
  void aHostThatIsNoneIsRefused(String host) {
    assertThat(Destination.hostProblem(host)).isPresent();
  }

  @Test
  void connectsToTheAddressThatWasChecked() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    Destination.Lookup rebinding =
        host -> at(lookups.incrementAndGet() == 1 ? "10.0.0.7" : "169.254.169.254");

    assertThat(Destination.pinned("http://evil.example:9000", SITE, rebinding))
        .isEqualTo(URI.create("http://10.0.0.7:9000"));
    assertThat(lookups).hasValue(1);
    assertThatThrownBy(() -> Destination.pinned("http://evil.example:9000", SITE, rebinding))
        .isInstanceOf(ForbiddenDestinationException.class)
        .hasMessageContaining("evil.example");
  }

  @Test
  void picksTheAddressThatIsAllowedAmongSeveral() {
    assertThat(Destination.pinned("http://n:9000", SITE, host -> at("8.8.8.8", "10.0.0.7")))
        .isEqualTo(URI.create("http://10.0.0.7:9000"));
    assertThat(Destination.pinned("http://n:9000", SITE, host -> at("fd12::7")))
        .isEqualTo(URI.create("http://[fd12:0:0:0:0:0:0:7]:9000"));
    assertThat(Destination.pinned("https://n:9000", SITE, host -> at("10.0.0.7")))
        .as("its certificate has the name")
        .isEqualTo(URI.create("https://n:9000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "192.168.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "::",
        "fe80::1",
        "::ffff:169.254.169.254",
        "2001:db8::1"
      })
  void connectsNowhereElseWhateverAName(String resolved) {
    assertThatThrownBy(() -> Destination.pinned("http://n:9000", SITE, host -> at(resolved)))
        .isInstanceOf(ForbiddenDestinationException.class)
        .hasMessageContaining("\"n\"");
  }

  @Test
  void aNameThatNobodyKnowsLeadsNowhere() {
    assertThatThrownBy(
            () ->
                Destination.pinned(
                    "http://n:9000",
                    SITE,
                    host -> {
                      throw new UnknownHostException(host);
                    }))
        .isInstanceOf(ForbiddenDestinationException.class)
        .hasMessageContaining("\"n\" is not known");
  }

  private static InetAddress[] at(String... addresses) throws UnknownHostException {
    InetAddress[] all = new InetAddress[addresses.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = InetAddress.getByName(addresses[i]);
    }
    return all;
  }
}
