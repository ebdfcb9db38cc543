package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.cli.server.CommandFile.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminClientTest {
  private static final String LOST = "";
  private static final String DONE = "{ \"name\":\"done\", \"exit_code\":\"SUCCESS\"}";
  private static final String EXISTS =
      "{ \"name\":\"a pool already exists\", \"exit_code\":\"FAILURE\"}";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private ServerSocket socket;
  private AdminClient admin;

  @BeforeEach
  void listen() throws IOException {
    socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    admin = new AdminClient("http://127.0.0.1:" + socket.getLocalPort(), "secret");
  }

  @AfterEach
  void close() throws IOException {
    admin.close();
    socket.close();
  }

  @Test
  void givesACommandAgainWhoseAnswerWasLost() throws InterruptedException {
    answer(LOST, LOST, DONE);

    admin.apply(one("set"));

    assertThat(requests).hasSize(3).allMatch(line -> line.contains("/__asadmin/set?DEFAULT=it"));
  }

  @Test
  void doesNotDeployTwiceOnItsOwn() {
    answer(LOST, DONE);

    assertThatThrownBy(() -> admin.deploy("aif", Path.of("aif.ear")))
        .isInstanceOf(AnswerLostException.class);
    assertThat(requests).hasSize(1);
  }

  @Test
  void passesOverWhatExistsAlready() throws InterruptedException {
    answer(EXISTS);

    admin.apply(one("create-jdbc-resource"));

    assertThat(requests).hasSize(1);
  }

  @Test
  void saysWhichCommandWasRefusedAndWhy() {
    answer("{ \"name\":\"no such thing\", \"exit_code\":\"FAILURE\"}");

    assertThatThrownBy(() -> admin.apply(one("set")))
        .isInstanceOf(ServerException.class)
        .hasMessage("the server refused the command set: no such thing");
  }

  private static CommandFile one(String command) {
    return new CommandFile(
        Path.of("some.asadmin"), List.of(new Command(command, List.of(), List.of("it"))));
  }

  private void answer(String... bodies) {
    Thread server =
        new Thread(
            () -> {
              try {
                for (String body : bodies) {
                  answerOne(body);
                }
              } catch (IOException e) {
                // The test has ended and closed the socket.
                requests.add("closed");
              }
            });
    server.setDaemon(true);
    server.start();
  }

  private void answerOne(String body) throws IOException {
    try (Socket connection = socket.accept()) {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      requests.add(reader.readLine());
      while (!reader.readLine().isEmpty()) {
        // The head up to its end.
      }
      if (!body.isEmpty()) {
        String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n";
        connection
            .getOutputStream()
            .write((head.formatted(body.length()) + body).getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}
