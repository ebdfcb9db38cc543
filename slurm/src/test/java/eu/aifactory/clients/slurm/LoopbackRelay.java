package eu.aifactory.clients.slurm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Supplier;

/** One address before servers that change, as a cluster's is when it is upgraded. */
final class LoopbackRelay {
  private LoopbackRelay() {}

  static LoopbackHttp to(Supplier<URI> server) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return LoopbackHttp.start((request, out) -> relay(http, server.get(), request, out));
  }

  private static void relay(
      HttpClient http, URI server, LoopbackHttp.Request request, LoopbackHttp.Exchange out)
      throws IOException, InterruptedException {
    HttpRequest.Builder passed = HttpRequest.newBuilder(server.resolve(request.path()));
    request.headers().entrySet().stream()
        .filter(header -> header.getKey().matches("x-slurm-.*|content-type|accept"))
        .forEach(header -> passed.header(header.getKey(), header.getValue()));
    HttpResponse<String> answer =
        http.send(
            passed
                .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    out.send(
        answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""), answer.body());
  }
}
