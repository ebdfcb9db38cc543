package eu.aifactory.clients.slurm;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * What real slurmrestds of Slurm 22.05, 24.11 and 26.05 were asked and answered, in all ten
 * versions of the API that they serve. The archive beside this class holds for each case {@code
 * recorded/SLURM/API/CASE.request.txt}, {@code .request.json} and {@code .response.txt}, and for
 * each Slurm its own description of its API.
 */
final class RecordedExchanges {
  private static final int BLOCK = 512;

  private final Map<String, byte[]> files = new TreeMap<>();

  private RecordedExchanges() {}

  static RecordedExchanges load() {
    RecordedExchanges recorded = new RecordedExchanges();
    try (InputStream resource = RecordedExchanges.class.getResourceAsStream("recorded.tar.gz");
        DataInputStream tar = new DataInputStream(new GZIPInputStream(resource))) {
      byte[] head = new byte[BLOCK];
      for (tar.readFully(head); head[0] != 0; tar.readFully(head)) {
        String name = text(head, 0, 100);
        int size = Integer.parseInt(text(head, 124, 12).strip(), 8);
        byte[] content = new byte[size];
        tar.readFully(content);
        tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        if (head[156] == '0') {
          recorded.files.put(name, content);
        }
      }
      return recorded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] head, int from, int length) {
    String field = new String(head, from, length, StandardCharsets.US_ASCII);
    int end = field.indexOf('\0');
    return end < 0 ? field : field.substring(0, end);
  }

  /**
   * One answer, with its question where it was written down.
   *
   * @param slurm version of Slurm
   * @param folder API version, or {@code faults-} and the API version
   * @param method empty where the question was not written down
   */
  record Exchange(
      String slurm,
      String folder,
      String name,
      String method,
      String path,
      int status,
      String contentType,
      String body) {

    String id() {
      return "%s/%s/%s".formatted(slurm, folder, name);
    }

    ApiVersion version() {
      return ApiVersion.parse(folder.replace("faults-", ""));
    }

    /** Whether no answer came at all. */
    boolean isConnectionRefused() {
      return status == 0;
    }

    RestConnection.Reply reply() {
      return new RestConnection.Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Every answer in the archive. */
  List<Exchange> all() {
    List<Exchange> exchanges = new ArrayList<>();
    for (String file : files.keySet()) {
      if (file.endsWith(".response.txt")) {
        exchanges.add(exchange(file, file.substring(0, file.length() - 13)));
      } else if (file.endsWith(".response.json")) {
        exchanges.add(ofBody(file));
      }
    }
    return exchanges;
  }

  int fileCount() {
    return files.size();
  }

  /** The bodies of questions, by their file's name. */
  Map<String, String> requestBodies() {
    Map<String, String> bodies = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          if (name.endsWith(".request.json")) {
            bodies.put(name, new String(content, StandardCharsets.UTF_8));
          }
        });
    return bodies;
  }

  /** The description that the slurmrestd of that Slurm gave of itself. */
  String description(String slurm) {
    try (InputStream in =
        new GZIPInputStream(
            new ByteArrayInputStream(files.get("recorded/%s/openapi.json.gz".formatted(slurm))))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Exchange exchange(String file, String stem) {
    String[] place = stem.split("/");
    String answer = new String(files.get(file), StandardCharsets.UTF_8);
    // An interim answer comes before the one that counts.
    answer = answer.replaceFirst("(?s)^HTTP/1.1 100 CONTINUE.*?(?=HTTP/1.1 )", "");
    String[] question = question(stem);
    if (!answer.startsWith("HTTP/")) {
      return new Exchange(place[1], place[2], place[3], question[0], question[1], 0, "", "");
    }
    String[] parts = answer.split("\r?\n\r?\n", 2);
    String contentType = "";
    for (String line : parts[0].split("\r?\n")) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-type:")) {
        contentType = line.substring(13).strip();
      }
    }
    return new Exchange(
        place[1],
        place[2],
        place[3],
        question[0],
        question[1],
        Integer.parseInt(parts[0].split(" ")[1]),
        contentType,
        parts.length > 1 ? parts[1] : "");
  }

  private Exchange ofBody(String file) {
    String[] place = file.split("/");
    String body = new String(files.get(file), StandardCharsets.UTF_8);
    String name = place[3].replace(".response.json", "");
    return new Exchange(place[1], place[2], name, "", "", 200, "application/json", body);
  }

  private String[] question(String stem) {
    byte[] written = files.get(stem + ".request.txt");
    if (written == null) {
      return new String[] {"", ""};
    }
    List<String> lines = new String(written, StandardCharsets.UTF_8).lines().toList();
    String[] first = lines.getFirst().split(" ");
    int named = lines.indexOf("-X");
    return new String[] {named < 0 ? first[0] : lines.get(named + 1), first[1]};
  }
}
