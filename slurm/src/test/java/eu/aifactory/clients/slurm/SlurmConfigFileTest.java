package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlurmConfigFileTest {
  private static final String TOKEN =
      TokenForTest.of("hpcuser", Instant.EPOCH, Duration.ofHours(1));

  @TempDir Path folder;

  @Test
  void readsTheSpecificationsKeysAndOurs() throws IOException {
    SlurmConfigFile file =
        read(
            """
            \uFEFF# the cluster
            url = http://slurm:6820   # its slurmrestd
              user_name=hpcuser
            API_VER = v0.0.41

            account="project 7 # no comment"
            jwt_command = 'scontrol token lifespan=3600' # renewed
            work_dir=/scratch/aif#1
            qos=
            jwt=%s
            """
                .formatted(TOKEN));

    assertThat(file.values())
        .containsEntry("url", "http://slurm:6820")
        .containsEntry("user_name", "hpcuser")
        .containsEntry("api_ver", "v0.0.41")
        .containsEntry("account", "project 7 # no comment")
        .containsEntry("jwt_command", "scontrol token lifespan=3600")
        .containsEntry("work_dir", "/scratch/aif#1")
        .containsEntry("qos", "")
        .containsEntry("jwt", TOKEN);
    assertThat(file.origin("user_name")).isEqualTo("file " + path() + ", line 3");
  }

  @Test
  void namesEachFaultWithItsLine() throws IOException {
    List<String> faults =
        faults(
            """
            url=http://slurm:6820
            colour=blue
            just words
            url=http://other:6820
            SLURM_JWT=%s
            """
                .formatted(TOKEN));

    String file = "file " + path();
    assertThat(faults)
        .containsExactly(
            file + ", line 2: unknown key colour",
            file + ", line 3 is not key=value",
            file + ", line 4: url is given in line 1 already",
            file + ", line 5: unknown key SLURM_JWT: here it is called jwt");
  }

  @Test
  void repeatsNoTokenThatStandsWhereNoneBelongs() throws IOException {
    assertThat(faults(TOKEN + "\n" + TOKEN + "=\n" + TOKEN.substring(0, 20) + "=x\n"))
        .hasSize(3)
        .noneMatch(fault -> fault.contains("eyJ"));
  }

  @Test
  void aTokenThatOthersCanReadIsRefused() throws IOException {
    for (String permissions : List.of("rw-r-----", "rw----r--")) {
      assertThat(faults("jwt=" + TOKEN + "\n", permissions))
          .singleElement()
          .asString()
          .contains(path().toString(), permissions, "chmod 600");
    }
  }

  @Test
  void aFileWithoutATokenMayBeReadByAll() throws IOException {
    Files.writeString(path(), "url=http://slurm:6820\n");
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(SlurmConfigFile.read(path(), "command line").values()).hasSize(1);
  }

  @Test
  void aFileThatCannotBeReadIsNamedWithWhoNamedIt() throws IOException {
    Files.write(path(), new byte[] {(byte) 0xc3, 0x28, '\n'});
    assertThat(faultsOfFile(path())).containsExactly("file " + path() + " is not text in UTF-8");

    Files.writeString(path(), "#".repeat(70_000));
    assertThat(faultsOfFile(path())).singleElement().asString().contains("more than 64 KB");

    assertThat(faultsOfFile(folder.resolve("nowhere")))
        .singleElement()
        .asString()
        .contains("nowhere", "command line");
    assertThat(faultsOfFile(folder)).singleElement().asString().contains("cannot be read");
  }

  private Path path() {
    return folder.resolve("slurm.conf");
  }

  private SlurmConfigFile read(String text) throws IOException {
    write(text, "rw-------");
    return SlurmConfigFile.read(path(), "command line");
  }

  private List<String> faults(String text) throws IOException {
    return faults(text, "rw-------");
  }

  private List<String> faults(String text, String permissions) throws IOException {
    write(text, permissions);
    return faultsOfFile(path());
  }

  private static List<String> faultsOfFile(Path file) {
    SlurmConfigException refused =
        catchThrowableOfType(
            SlurmConfigException.class, () -> SlurmConfigFile.read(file, "command line"));
    assertThat(refused).as("there is a fault").isNotNull();
    return refused.faults();
  }

  private void write(String text, String permissions) throws IOException {
    Files.writeString(path(), text);
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString(permissions));
  }
}
