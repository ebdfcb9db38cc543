package eu.aifactory.clients.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.Request;
import org.apache.catalina.Response;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.valves.ValveBase;

/**
 * Answers what Payara 7.2025.1 answers with a fault of the server's, before any application is
 * asked. Thread-safe.
 *
 * <ul>
 *   <li>A path with a colon, {@code 500}: its check of permissions takes the colon for the
 *       separator of its patterns.
 *   <li>TRACE with a body, {@code 505} for the call after it: the body is left in the connection
 *       and read as that call.
 *   <li>Whatever comes while the service is being loaded, {@code 404}, or stopped, {@code 500}
 *       without a body: nothing was done, and another instance or a later call will do.
 * </ul>
 */
public final class RequestGuard extends ValveBase {
  private static final String PROBLEM =
      "{\"detail\":\"%s\",\"status\":%d,\"title\":\"%s\",\"type\":\"about:blank\"}";

  private static final String RETRY_SECONDS = "1";

  private volatile boolean ending;

  /** Knows from the process's first moment of ending that it does. */
  public RequestGuard() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true, "request-guard"));
    } catch (IllegalStateException e) {
      // It ends already.
      ending = true;
    }
  }

  /** As the server's list of valves shows it. */
  @Override
  public String getInfo() {
    return RequestGuard.class.getName();
  }

  @Override
  public int invoke(Request request, Response response) throws IOException {
    HttpServletResponse answer = (HttpServletResponse) response.getResponse();
    if ("TRACE".equals(((HttpServletRequest) request.getRequest()).getMethod())) {
      answer.setHeader("Connection", "close");
      answer(answer, 405, "Method Not Allowed", "No path of this service takes this method.");
      return END_PIPELINE;
    }
    if (holdsColon(((org.apache.catalina.connector.Request) request).getRequestPathMB())) {
      answer(answer, 404, "Not Found", "No path of this service holds a colon.");
      return END_PIPELINE;
    }
    if (ending || isStarting(request)) {
      answerLater(answer, ending ? "ending" : "starting");
      return END_PIPELINE;
    }
    return INVOKE_NEXT;
  }

  /** As long as the service is not there, the server's own empty pages are in its place. */
  private static boolean isStarting(Request request) {
    StandardContext application = (StandardContext) request.getContext();
    return application == null
        || application.getDocBase() == null
        || application.getDocBase().isEmpty()
        || !application.getAvailable();
  }

  /** Decoded, as the check sees it: {@code %3A} is one, too. */
  private static boolean holdsColon(Object path) {
    return path != null && path.toString() != null && path.toString().indexOf(':') >= 0;
  }

  private static void answerLater(HttpServletResponse answer, String what) throws IOException {
    answer.setHeader("Retry-After", RETRY_SECONDS);
    // Whoever comes again should not come to a process that will be gone.
    answer.setHeader("Connection", "close");
    String detail = "This instance is %s; nothing was done.".formatted(what);
    answer(answer, 503, "Service Unavailable", detail);
  }

  private static void answer(HttpServletResponse answer, int status, String title, String detail)
      throws IOException {
    byte[] problem = PROBLEM.formatted(detail, status, title).getBytes(StandardCharsets.UTF_8);
    answer.setStatus(status);
    answer.setContentType("application/problem+json");
    answer.setHeader("X-Content-Type-Options", "nosniff");
    answer.setHeader("Cache-Control", "no-store");
    answer.setContentLength(problem.length);
    answer.getOutputStream().write(problem);
  }
}
