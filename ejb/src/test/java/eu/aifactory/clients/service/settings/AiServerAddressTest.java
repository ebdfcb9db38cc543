package eu.aifactory.clients.service.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AiServerAddressTest {
  private static final String ONE = "http://one:8000";
  private static final String OTHER = "http://other:8000";
  private static final String CHANGED = "http://changed:8000";

  private final TestDatabase database = new TestDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void isUnknownUntilOneIsGiven() {
    assertThat(current(started(Optional.empty()))).isEmpty();
  }

  @Test
  void aStartWithoutOneTakesThatOfTheStartBefore() {
    started(Optional.of(ONE));

    assertThat(current(started(Optional.empty()))).contains(ONE);
    assertThat(current(started(Optional.empty()))).contains(ONE);
  }

  @Test
  void aChangeOutlivesStartsWithTheSameOneAndWithout() {
    change(started(Optional.of(ONE)));

    assertThat(current(started(Optional.of(ONE)))).contains(CHANGED);
    assertThat(current(started(Optional.empty()))).contains(CHANGED);
  }

  @Test
  void aChangeAfterAStartWithoutOneOutlivesARestart() {
    change(started(Optional.empty()));

    assertThat(current(started(Optional.empty()))).contains(CHANGED);
  }

  @Test
  void aStartWithAnotherOneWinsOverTheChangeForGood() {
    change(started(Optional.of(ONE)));

    assertThat(current(started(Optional.of(OTHER)))).contains(OTHER);
    assertThat(current(started(Optional.empty()))).contains(OTHER);
    assertThat(current(started(Optional.of(ONE)))).contains(ONE);
  }

  @Test
  void isWhatWasGivenAlsoWhereItCouldNotBeKept() {
    started(Optional.of(ONE));

    AiServerAddress notKept = bean(Optional.of(OTHER));

    assertThat(current(notKept)).contains(OTHER);
    change(notKept);
    assertThat(current(notKept)).contains(CHANGED);
  }

  private AiServerAddress started(Optional<String> given) {
    AiServerAddress server = bean(given);
    database.inTransaction(server::rememberStart);
    return server;
  }

  private AiServerAddress bean(Optional<String> given) {
    ServiceSettings settings = new ServiceSettings();
    settings.serverAddr = given;
    return database.wired(new AiServerAddress(settings));
  }

  private Optional<String> current(AiServerAddress server) {
    return database.inTransaction(server::current);
  }

  private void change(AiServerAddress server) {
    database.inTransaction(() -> server.change(CHANGED));
  }
}
