package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminPasswordTest {
  @TempDir Path data;

  @Test
  void hashesAsPayaraDoes() {
    // The line that Payara 7.2025.1 ships for its admin without a password.
    String shipped = "27Nv0BTvkPdBpYuWJgtDj3hg/sWSRcCd4KQrT7m5PKt0kvVl+Z/n3Q==";
    byte[] bytes = Base64.getDecoder().decode(shipped);
    byte[] salt = Arrays.copyOfRange(bytes, 32, bytes.length);

    assertThat(AdminPassword.keyLine("", salt)).isEqualTo("admin;{SSHA256}" + shipped + ";asadmin");
  }

  @Test
  void isMadeOnceForItsOwnerAlone() throws Exception {
    Path config = Files.createDirectories(data.resolve("domain/config"));
    AdminPassword password = new AdminPassword(data);

    password.giveTo(config);
    String made = password.value();
    String line = Files.readString(config.resolve("admin-keyfile"));
    password.giveTo(config);

    assertThat(made).hasSizeGreaterThan(20);
    assertThat(new AdminPassword(data).value()).isEqualTo(made);
    assertThat(line).startsWith("admin;{SSHA256}").doesNotContain(made);
    for (Path secret :
        new Path[] {data.resolve("keys/admin-password"), config.resolve("admin-keyfile")}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
          .as(secret.toString())
          .isEqualTo("rw-------");
    }
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> new AdminPassword(data).value())
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("admin-password");
  }
}
