package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
  private final MovedClock clock = new MovedClock();

  @TempDir Path folder;

  @Test
  void runsTheCommandOnceForATokenThatIsYoung() throws Exception {
    TokenCommand source = printing(Duration.ofHours(1));

    SlurmToken token = source.current().orElseThrow();
    clock.advance(Duration.ofMinutes(41));

    assertThat(token.user()).contains("user-1");
    assertThat(source.current()).contains(token);
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void renewsATokenThatHasLivedSeventyPercentOfItsLife() throws Exception {
    TokenCommand source = printing(Duration.ofHours(1));
    source.current();

    clock.advance(Duration.ofMinutes(42));
    prints(token("user-2", Duration.ofHours(1)));

    assertThat(source.current().orElseThrow().user()).contains("user-2");
  }

  @Test
  void renewsATokenWithLessThanTwoMinutesLeft() throws Exception {
    TokenCommand source = printing(Duration.ofMinutes(5));
    source.current();
    prints(token("user-2", Duration.ofMinutes(10)));

    clock.advance(Duration.ofSeconds(179));
    assertThat(source.current().orElseThrow().user()).contains("user-1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(source.current().orElseThrow().user()).contains("user-2");
  }

  @Test
  void doesNotRunAllTheTimeForTokensThatAreBornOld() throws Exception {
    TokenCommand source = printing(Duration.ofSeconds(60));

    for (int i = 0; i < 20; i++) {
      source.current();
    }
    assertThat(runs()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(10));
    source.current();
    source.current();
    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void aCommandThatFailsDoesNotTakeAwayATokenThatStillHolds() throws Exception {
    TokenCommand source = printing(Duration.ofHours(1));
    source.current();
    script("echo 'scontrol: error: no slurmctld' >&2; exit 1");

    clock.advance(Duration.ofMinutes(50));
    assertThat(source.current().orElseThrow().user()).contains("user-1");

    clock.advance(Duration.ofMinutes(11));
    assertThat(catchThrowableOfType(SlurmUnavailableException.class, source::current))
        .hasMessageContainingAll("ended with code 1", "no slurmctld")
        .matches(SlurmUnavailableException::isBadCredentials);
  }

  @Test
  void aFailureIsRepeatedForAWhileInsteadOfTheCommand() throws Exception {
    script("exit 3");
    TokenCommand source = source(Duration.ofSeconds(10));

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(source::current).hasMessageContaining("code 3");
    }
    assertThat(runs()).isEqualTo(1);

    prints(token("user-1", Duration.ofHours(1)));
    clock.advance(Duration.ofSeconds(10));
    assertThat(source.current()).isPresent();
  }

  @Test
  void aRefusedTokenIsMadeAnew() throws Exception {
    TokenCommand source = printing(Duration.ofHours(1));
    source.current();
    assertThat(source.refresh()).as("too soon").isFalse();

    clock.advance(Duration.ofSeconds(10));
    assertThat(source.refresh()).as("the same again").isFalse();
    prints(token("user-2", Duration.ofHours(1)));
    clock.advance(Duration.ofSeconds(10));
    assertThat(source.refresh()).isTrue();
    assertThat(source.current().orElseThrow().user()).contains("user-2");
  }

  @Test
  void whatIsNoTokenIsNotShown() throws Exception {
    String secret = token("user-1", Duration.ofHours(1));
    prints(secret.substring(0, secret.lastIndexOf('.')));

    assertThatThrownBy(source(Duration.ofSeconds(10))::current)
        .hasMessageContaining("is no JSON web token")
        .hasMessageNotContaining("eyJ");

    script("echo " + secret + " >&2; exit 1");
    assertThatThrownBy(source(Duration.ofSeconds(10))::current)
        .hasMessageContaining("code 1")
        .hasMessageNotContaining("eyJ");
  }

  @Test
  void aCommandThatHangsIsEndedWithItsChildren() throws Exception {
    Path child = folder.resolve("child");
    script("sleep 300 & echo $! > " + child + "; wait");

    assertThatThrownBy(source(Duration.ofSeconds(1))::current)
        .hasMessageContaining("within 1 s and was ended");

    long pid = Long.parseLong(Files.readString(child).strip());
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (isRunning(pid)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  @Test
  void aCommandThatIsNotThereIsSaid() {
    TokenCommand source = TokenCommand.of("/nowhere/scontrol token", clock);

    assertThatThrownBy(source::current)
        .hasMessageContainingAll("/nowhere/scontrol", "cannot be run");
  }

  @Test
  void noShellReadsTheCommandAndNoOldTokenIsHandedToIt() throws Exception {
    Path seen = folder.resolve("seen");
    script("printf '%s\\n' \"$@\" \"jwt=$SLURM_JWT\" > " + seen + "\ncat " + output());
    prints(token("u", Duration.ofHours(1)));
    script("printf '%s\\n' \"$@\" \"jwt=$SLURM_JWT\" > " + seen + "\ncat " + output());

    TokenCommand.of(command() + " token \"a b\" $HOME ; 'c;d'", clock).current();

    assertThat(Files.readAllLines(seen))
        .containsExactly("token", "a b", "$HOME", ";", "c;d", "jwt=");
  }

  @Test
  void cutsACommandIntoWords() {
    assertThat(ArgumentVector.of(" scontrol  token lifespan=3600 "))
        .containsExactly("scontrol", "token", "lifespan=3600");
    assertThat(ArgumentVector.of("a 'b c'\"d\"e ''")).containsExactly("a", "b cde", "");
    assertThat(ArgumentVector.problem("a 'b")).isPresent();
    assertThat(ArgumentVector.problem("a \"b c\" 'd'")).isEmpty();
  }

  private TokenCommand printing(Duration life) throws IOException {
    prints(token("user-1", life));
    return source(Duration.ofSeconds(10));
  }

  private TokenCommand source(Duration limit) {
    return new TokenCommand(new CommandRun(List.of(command()), limit), clock);
  }

  private String token(String user, Duration life) {
    return TokenForTest.of(user, clock.instant(), life);
  }

  private void prints(String token) throws IOException {
    Files.writeString(output(), "SLURM_JWT=" + token + "\n");
    script("cat " + output());
  }

  private void script(String body) throws IOException {
    // Replaced as a whole: the kernel refuses to run a file that is open for writing.
    Path growing = folder.resolve("command.new");
    Files.writeString(
        growing, "#!/bin/bash\necho run >> " + folder.resolve("runs") + "\n" + body + "\n");
    assertThat(growing.toFile().setExecutable(true)).isTrue();
    Files.move(growing, Path.of(command()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private String command() {
    return folder.resolve("command").toString();
  }

  private Path output() {
    return folder.resolve("output");
  }

  private int runs() throws IOException {
    return Files.readAllLines(folder.resolve("runs")).size();
  }

  private static boolean isRunning(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false;
    }
  }
}
