package eu.aifactory.clients.service.web.security;

import eu.aifactory.clients.protocol.AgentToken;
import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.ClientAuthConfig;
import jakarta.security.auth.message.config.ServerAuthConfig;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

/**
 * The server's check of tokens, around which calls go that carry an agent's: it would find nobody,
 * and a sixth of what a snapshot costs went into that. They reach {@link AccessFilter} as calls of
 * nobody, and it finds out whose they are. All others are checked as before.
 */
final class AgentPassage implements AuthConfigProvider {
  private final AuthConfigProvider people;

  /**
   * @param people checks the tokens of people and programs
   */
  AgentPassage(AuthConfigProvider people) {
    this.people = people;
  }

  @Override
  public ClientAuthConfig getClientAuthConfig(
      String layer, String application, CallbackHandler handler) throws AuthException {
    return people.getClientAuthConfig(layer, application, handler);
  }

  @Override
  public ServerAuthConfig getServerAuthConfig(
      String layer, String application, CallbackHandler handler) throws AuthException {
    return new Config(people.getServerAuthConfig(layer, application, handler), handler);
  }

  @Override
  public void refresh() {
    people.refresh();
  }

  private record Config(ServerAuthConfig people, CallbackHandler handler)
      implements ServerAuthConfig {
    @Override
    public ServerAuthContext getAuthContext(
        String id, Subject service, Map<String, Object> properties) throws AuthException {
      return new Check(people.getAuthContext(id, service, properties), handler);
    }

    @Override
    public String getMessageLayer() {
      return people.getMessageLayer();
    }

    @Override
    public String getAppContext() {
      return people.getAppContext();
    }

    @Override
    public String getAuthContextID(MessageInfo call) {
      return people.getAuthContextID(call);
    }

    @Override
    public void refresh() {
      people.refresh();
    }

    @Override
    public boolean isProtected() {
      return people.isProtected();
    }
  }

  private record Check(ServerAuthContext people, CallbackHandler handler)
      implements ServerAuthContext {
    @Override
    public AuthStatus validateRequest(MessageInfo call, Subject client, Subject service)
        throws AuthException {
      if (!isAgents(call)) {
        return people.validateRequest(call, client, service);
      }
      try {
        handler.handle(new Callback[] {new CallerPrincipalCallback(client, (Principal) null)});
      } catch (IOException | UnsupportedCallbackException e) {
        throw new AuthException("a call of nobody cannot be let through: " + e.getMessage(), e);
      }
      return AuthStatus.SUCCESS;
    }

    @Override
    public AuthStatus secureResponse(MessageInfo call, Subject service) throws AuthException {
      return isAgents(call) ? AuthStatus.SEND_SUCCESS : people.secureResponse(call, service);
    }

    @Override
    public void cleanSubject(MessageInfo call, Subject subject) throws AuthException {
      people.cleanSubject(call, subject);
    }

    private static boolean isAgents(MessageInfo call) {
      return call.getRequestMessage() instanceof HttpServletRequest request
          && AgentToken.secret(AgentToken.OF_AGENT, request.getHeader(HttpHeaders.AUTHORIZATION))
              .isPresent();
    }
  }
}
