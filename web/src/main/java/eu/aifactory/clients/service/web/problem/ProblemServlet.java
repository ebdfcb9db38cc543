package eu.aifactory.clients.service.web.problem;

import eu.aifactory.clients.protocol.Problem;
import eu.aifactory.clients.protocol.WireJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers what fails outside of the resources' paths, in place of the server's HTML page. Below
 * {@code WEB-INF} the server alone can reach it.
 */
@WebServlet("/WEB-INF/problem")
public class ProblemServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Jsonb JSON = JsonbBuilder.create(WireJson.config());

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : HttpServletResponse.SC_NOT_FOUND;
    byte[] body =
        JSON.toJson(Problems.problem(status, detail(status))).getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    if (status == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", Problems.CHALLENGE + ", error=\"invalid_token\"");
    }
    response.setContentType(Problem.MEDIA_TYPE);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static String detail(int status) {
    return switch (status) {
      case HttpServletResponse.SC_NOT_FOUND ->
          "There is nothing at this path; the interface is below /api/v1.";
      case HttpServletResponse.SC_UNAUTHORIZED ->
          "The token is not valid: it is over, or of another issuer, or meant for another service.";
      case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> "This path does not take this method.";
      default ->
          status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR
              ? "The request cannot be served."
              : "The service failed; its log has the cause.";
    };
  }
}
