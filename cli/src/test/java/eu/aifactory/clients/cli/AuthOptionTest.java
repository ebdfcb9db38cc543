package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class AuthOptionTest {
  @Command(name = "try")
  static final class Tried {
    @Mixin AuthOption auth;
  }

  @Test
  void tokensAreNeededUnlessSomebodySaysOtherwise() {
    AuthOption auth = given();
    auth.check(false);
    assertThat(auth.variables()).isEmpty();
    assertThat(given("--auth", "jwt").variables()).containsEntry("AIF_AUTH", "jwt");
  }

  @Test
  void nobodyIsLetInFromOtherMachinesByOversight() {
    AuthOption once = given("--auth", "none");
    once.check(true);
    assertThat(once.variables()).containsEntry("AIF_AUTH", "none");
    assertThatThrownBy(() -> once.check(false)).hasMessageContaining("--auth none --auth none");

    AuthOption twice = given("--auth", "none", "--auth", "none");
    twice.check(false);
    assertThat(twice.variables()).containsEntry("AIF_AUTH", "none,none");
  }

  private static AuthOption given(String... arguments) {
    Tried tried = new Tried();
    new CommandLine(tried).parseArgs(arguments);
    return tried.auth;
  }
}
