package eu.aifactory.clients.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @TempDir Path data;

  @Test
  void addsALineACallForItsOwnerAlone() throws IOException {
    AuditLog log = log();
    log.note(entry("anna", "/client-group/7"));
    log().note(entry("bert", "/client-group/8"));

    List<String> lines = Files.readAllLines(file());
    assertThat(lines).hasSize(2);
    JsonObject first = Json.createReader(new StringReader(lines.getFirst())).readObject();
    assertThat(first.getString("at")).isEqualTo("1970-01-01T00:16:40Z");
    assertThat(first.getString("who")).isEqualTo("anna");
    assertThat(first.getString("role")).isEqualTo("operator");
    assertThat(first.getString("path")).isEqualTo("/client-group/7");
    assertThat(first.getString("from")).isEqualTo("10.0.0.7");
    assertThat(first.getInt("status")).isEqualTo(201);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void nobodyCanBeginALineOfTheirOwn() throws IOException {
    log().note(entry("anna\r\n{\"who\":\"root\"}", "/x\n/y\u0085\u2028"));

    assertThat(Files.readString(file()).chars().filter(c -> c == '\n').count()).isEqualTo(1);
    JsonObject line = Json.createReader(new StringReader(Files.readString(file()))).readObject();
    assertThat(line.getString("who")).isEqualTo("anna\r\n{\"who\":\"root\"}");
  }

  @Test
  void aFullFileMakesRoomForAnother() throws IOException {
    Files.createDirectories(file().getParent());
    Files.write(file(), new byte[(int) AuditLog.MOST_BYTES + 1]);

    log().note(entry("anna", "/client-group/7"));

    assertThat(Files.readAllLines(file())).hasSize(1);
    assertThat(file().resolveSibling("audit.log.1")).hasSize(AuditLog.MOST_BYTES + 1);
  }

  @Test
  void whatCannotBeWrittenFailsNobody() throws IOException {
    Files.writeString(data.resolve("logs"), "no folder");

    log().note(entry("anna", "/client-group/7"));
    new AuditLog(Optional.empty(), Clock.systemUTC()).note(entry("anna", "/client-group/7"));
  }

  private static AuditLog.Entry entry(String who, String path) {
    return new AuditLog.Entry(who, "operator", "POST", path, "10.0.0.7", 201, "corr-1");
  }

  private AuditLog log() {
    return new AuditLog(
        Optional.of(data.toString()), Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC));
  }

  private Path file() {
    return data.resolve("logs/audit.log");
  }
}
