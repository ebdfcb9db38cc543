package eu.aifactory.clients.service.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.ServerAuthConfig;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import org.junit.jupiter.api.Test;

class AgentPassageTest {
  /** What the server's own check was asked. */
  private final List<String> asked = new ArrayList<>();

  /** What the server was told of who calls. */
  private final List<Callback> told = new ArrayList<>();

  @Test
  void letsAnAgentsCallThroughAsNobodys() throws AuthException {
    MessageInfo call = call("Agent 0123456789abcdef");

    assertThat(passage().validateRequest(call, new Subject(), null)).isSameAs(AuthStatus.SUCCESS);
    assertThat(passage().secureResponse(call, null)).isSameAs(AuthStatus.SEND_SUCCESS);

    assertThat(asked).isEmpty();
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            CallerPrincipalCallback.class,
            caller -> {
              assertThat(caller.getPrincipal()).isNull();
              assertThat(caller.getName()).isNull();
            });
  }

  @Test
  void hasAllOthersChecked() throws AuthException {
    for (String authorization : new String[] {"Bearer ey", "agent x", "Agents x", "Agent", null}) {
      asked.clear();

      assertThat(passage().validateRequest(call(authorization), new Subject(), null))
          .as(authorization)
          .isSameAs(AuthStatus.SEND_FAILURE);
      assertThat(passage().secureResponse(call(authorization), null))
          .isSameAs(AuthStatus.SEND_CONTINUE);

      assertThat(asked).containsExactly("validateRequest", "secureResponse");
      assertThat(told).isEmpty();
    }
  }

  /** Around a check that lets nobody in. */
  private ServerAuthContext passage() throws AuthException {
    ServerAuthContext check =
        fake(
            ServerAuthContext.class,
            (self, method, arguments) -> {
              asked.add(method.getName());
              return method.getName().equals("validateRequest")
                  ? AuthStatus.SEND_FAILURE
                  : AuthStatus.SEND_CONTINUE;
            });
    ServerAuthConfig config = fake(ServerAuthConfig.class, (self, method, arguments) -> check);
    AuthConfigProvider people = fake(AuthConfigProvider.class, (self, method, arguments) -> config);
    return new AgentPassage(people)
        .getServerAuthConfig("HttpServlet", "server /", each -> told.addAll(List.of(each)))
        .getAuthContext("id", null, Map.of());
  }

  private static MessageInfo call(String authorization) {
    HttpServletRequest request =
        fake(HttpServletRequest.class, (self, method, arguments) -> authorization);
    return fake(MessageInfo.class, (self, method, arguments) -> request);
  }

  private static <T> T fake(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }
}
