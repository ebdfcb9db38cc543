package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  private final MovedClock clock = new MovedClock();

  @TempDir Path folder;

  @Test
  void readsTheFileAgainWhenItHasChanged() throws Exception {
    TokenFile source = new TokenFile(file(), clock);
    write("SLURM_JWT=" + token("ann") + "\n");
    assertThat(source.current().orElseThrow().user()).contains("ann");

    write(token("bob"));

    assertThat(source.current().orElseThrow().user()).contains("bob");
  }

  @Test
  void doesNotReadAFileThatIsAsItWas() throws Exception {
    TokenFile source = new TokenFile(file(), clock);
    write(token("ann"));
    source.current();
    FileTime time = Files.getLastModifiedTime(file());
    Files.writeString(file(), token("bob"));
    Files.setLastModifiedTime(file(), time);

    assertThat(source.current().orElseThrow().user()).contains("ann");
    assertThat(source.refresh()).isTrue();
    assertThat(source.current().orElseThrow().user()).contains("bob");
    assertThat(source.refresh()).isFalse();
  }

  @Test
  void aFileThatIsBeingWrittenDoesNotTakeAwayATokenThatStillHolds() throws Exception {
    TokenFile source = new TokenFile(file(), clock);
    write(token("ann"));
    source.current();

    write("");
    assertThat(source.current().orElseThrow().user()).contains("ann");
    Files.delete(file());
    assertThat(source.current().orElseThrow().user()).contains("ann");

    clock.advance(Duration.ofHours(2));
    assertThatThrownBy(source::current)
        .isInstanceOf(SlurmUnavailableException.class)
        .hasMessageContainingAll(file().toString(), "cannot be read");
  }

  @Test
  void anExpiredTokenIsBadCredentials() throws Exception {
    TokenFile source = new TokenFile(file(), clock);
    write(token("ann"));
    clock.advance(Duration.ofMinutes(75));

    assertThatThrownBy(source::current)
        .isInstanceOfSatisfying(
            SlurmUnavailableException.class, e -> assertThat(e.isBadCredentials()).isTrue())
        .hasMessageContainingAll("expired at 2026-01-01T01:00:00Z, 15 min ago", file().toString());
  }

  @Test
  void aTokenThatOthersCanReadIsRefused() throws Exception {
    write(token("ann"));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> new TokenFile(file(), clock).current())
        .hasMessageContainingAll("chmod 600", "rw-r--r--")
        .hasMessageNotContaining("eyJ");
  }

  private String token(String user) {
    return TokenForTest.of(user, clock.instant(), Duration.ofHours(1));
  }

  private Path file() {
    return folder.resolve("token");
  }

  /** As a careful program does it: a new file in the place of the old one. */
  private void write(String text) throws IOException {
    Path growing = folder.resolve("token.new");
    Files.writeString(growing, text);
    Files.setPosixFilePermissions(growing, PosixFilePermissions.fromString("rw-------"));
    Files.move(growing, file(), StandardCopyOption.REPLACE_EXISTING);
  }
}
