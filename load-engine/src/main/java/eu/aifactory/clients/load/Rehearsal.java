package eu.aifactory.clients.load;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A server inside this process that answers like a vLLM at full speed, for the requests that are
 * sent before the first run: they load the classes and compile the code that would otherwise make
 * the first measured requests late, by hundreds of milliseconds on a cold JVM. Nothing leaves the
 * machine.
 */
final class Rehearsal implements AutoCloseable {
  /** Of a round: enough for the compiler to take notice of what is done per token. */
  static final long REQUESTS = 400;

  /** All rounds together: a slow machine begins its run a little cold rather than late. */
  static final int MOST_SECONDS = 4;

  private static final double ROUND_SECONDS = 0.5;

  private static final int TOKENS = 24;
  private static final String LENGTH_HEADER = "content-length:";

  private final ServerSocket server;
  private final List<byte[]> answer = answer();

  /**
   * @throws IOException when no loopback port can be had
   */
  Rehearsal() throws IOException {
    server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    background("rehearsal", this::accept);
  }

  AiService service() {
    String url =
        "http://%s:%d".formatted(server.getInetAddress().getHostAddress(), server.getLocalPort());
    return new AiService(Workload.SERVER_VLLM, url, null, "rehearsal", "rehearsal", null, false);
  }

  /**
   * The real workload but for its size and its prompts: the same code is rehearsed, no file is read
   * twice, and nobody has to count tokens.
   */
  static Workload workload(Workload real) {
    return real.withLoad(Workload.Load.closed(ROUND_SECONDS, REQUESTS))
        .withPrompts(new Workload.Prompts(null, null, null));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        background("rehearsal-connection", () -> serve(client));
      }
    } catch (IOException e) {
      // closed: the rehearsal is over
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      while (passRequest(in)) {
        for (byte[] chunk : answer) {
          out.write(chunk);
        }
      }
    } catch (IOException e) {
      // the client has gone: it has no more requests
    }
  }

  /** Reads over one request; {@code false} at the end of the stream. */
  private static boolean passRequest(InputStream in) throws IOException {
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith(LENGTH_HEADER)) {
        length = Integer.parseInt(lower.substring(LENGTH_HEADER.length()).strip());
      }
    }
    if (length == 0) {
      return false;
    }
    in.skipNBytes(length);
    return true;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /** Head and chunks of one streamed answer, as a vLLM with continuous usage shapes it. */
  private static List<byte[]> answer() {
    List<byte[]> parts = new ArrayList<>();
    parts.add(
        ascii(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
                + "transfer-encoding: chunked\r\n\r\n"));
    parts.add(event(choice("\"role\":\"assistant\",\"content\":\"\"", "null", 0)));
    for (int token = 1; token <= TOKENS; token++) {
      String finish = token == TOKENS ? "\"length\"" : "null";
      parts.add(event(choice("\"content\":\" word\"", finish, token)));
    }
    parts.add(event("{\"id\":\"chatcmpl-rehearsal\",\"choices\":[]," + usage(TOKENS) + "}"));
    parts.add(event("[DONE]"));
    parts.add(ascii("0\r\n\r\n"));
    return parts;
  }

  private static String choice(String delta, String finish, int tokens) {
    return "{\"id\":\"chatcmpl-rehearsal\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"rehearsal\",\"choices\":[{\"index\":0,\"delta\":{"
        + delta
        + "},\"text\":\" word\",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}],"
        + usage(tokens)
        + "}";
  }

  private static String usage(int tokens) {
    return "\"usage\":{\"prompt_tokens\":9,\"total_tokens\":%d,\"completion_tokens\":%d}"
        .formatted(9 + tokens, tokens);
  }

  private static byte[] event(String data) {
    String event = "data: " + data + "\n\n";
    return ascii("%x\r\n%s\r\n".formatted(event.length(), event));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void background(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
