package eu.aifactory.clients.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that answers as a script says; one virtual thread a connection. */
public final class ScriptedServer implements AutoCloseable {
  /** Answers one request; to close the connection afterwards, it throws. */
  public interface Script {
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * @param number of the request, over all connections, from 0
   * @param onConnection number of the request on its connection, from 0
   */
  public record Request(String head, String body, int number, int onConnection, Socket socket) {
    public String line() {
      return head.lines().findFirst().orElse("");
    }

    public String header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  private final ServerSocket listening;
  private final Script script;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  public ScriptedServer(Script script) throws IOException {
    this(new ServerSocket(0, 1024, InetAddress.getByName("127.0.0.1")), script);
  }

  ScriptedServer(ServerSocket listening, Script script) {
    this.script = script;
    this.listening = listening;
    Thread.ofVirtual().start(this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public int connections() {
    return connections.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        connections.incrementAndGet();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; ; i++) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        Request asked = new Request(head, "", 0, i, socket);
        String length = asked.header("Content-Length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        Request request;
        synchronized (this) {
          request =
              new Request(
                  head, new String(body, StandardCharsets.UTF_8), requests.size(), i, socket);
          requests.add(request);
        }
        script.answer(request, socket.getOutputStream());
      }
    } catch (IOException e) {
      // the script or the client ended the connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(socket);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.append((char) b);
    }
    return head.toString();
  }

  /** Stops listening, so that connections are refused from now on; open ones go on. */
  public void refuse() throws IOException {
    listening.close();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  public static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** A whole chat stream of this many tokens, one event a chunk, usage with each. */
  public static String stream(int tokens) {
    StringBuilder text = new StringBuilder(STREAM_HEAD);
    text.append(chunk(ROLE));
    for (int i = 1; i <= tokens; i++) {
      text.append(chunk(token(i, i == tokens)));
    }
    text.append(chunk(usage(tokens))).append(chunk("data: [DONE]\n\n")).append("0\r\n\r\n");
    return text.toString();
  }

  public static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
          + "transfer-encoding: chunked\r\n\r\n";
  public static final String ROLE =
      "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
          + "\"content\":\"\"},\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":7,"
          + "\"total_tokens\":7,\"completion_tokens\":0}}\n\n";

  public static String token(int number, boolean last) {
    return ("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"},"
            + "\"finish_reason\":%s}],\"usage\":{\"prompt_tokens\":7,\"total_tokens\":%d,"
            + "\"completion_tokens\":%d}}\n\n")
        .formatted(last ? "\"length\"" : "null", 7 + number, number);
  }

  public static String usage(int tokens) {
    return ("data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,"
            + "\"total_tokens\":%d,\"completion_tokens\":%d}}\n\n")
        .formatted(7 + tokens, tokens);
  }

  public static String chunk(String data) {
    return Integer.toHexString(data.getBytes(StandardCharsets.UTF_8).length)
        + "\r\n"
        + data
        + "\r\n";
  }
}
