package eu.aifactory.clients.service.web.security;

import eu.aifactory.clients.service.security.AccessSettings;
import eu.aifactory.clients.service.security.AccessSettings.Authentication;
import eu.aifactory.clients.service.security.Caller;
import eu.aifactory.clients.service.security.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.time.Clock;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Finds out on whose behalf a call is made. The server has checked the token's signature, issuer,
 * audience and end before it calls its bearer a principal.
 */
@ApplicationScoped
public class Callers {
  /** Clocks of issuers may be this much ahead. */
  private static final long SKEW_SECONDS = 60;

  private AccessSettings settings;
  private Clock clock;

  protected Callers() {
    // for the container
  }

  @Inject
  Callers(AccessSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @param principal that the server made of the call's token, or {@code null}
   * @param localAddress at which the call came in
   * @throws NotAdmittedException saying why nobody is let in so
   */
  Caller identify(Principal principal, String localAddress) {
    Authentication authentication = settings.authentication();
    if (authentication != Authentication.TOKEN) {
      if (authentication == Authentication.NONE_ON_LOOPBACK && !isLoopback(localAddress)) {
        throw new NotAdmittedException(
            403, "Callers need no token, and are let in on this host's loopback address alone.");
      }
      return new Caller(null, Role.ADMIN);
    }
    if (!(principal instanceof JsonWebToken token)) {
      throw new NotAdmittedException(
          401, "A token is needed: send it as Authorization: Bearer TOKEN.");
    }
    return bearer(token);
  }

  private Caller bearer(JsonWebToken token) {
    // The server looks at its end alone.
    Object notBefore = token.getClaim("nbf");
    if (notBefore != null
        && secondsOf(notBefore) > clock.instant().getEpochSecond() + SKEW_SECONDS) {
      throw new NotAdmittedException(401, "The token is not valid yet.");
    }
    Role role =
        new TokenRoles(settings.rolesClaim(), settings.rolesPrefix())
            .highest(token::getClaim)
            .orElseThrow(
                () ->
                    new NotAdmittedException(
                        403,
                        "The token of %s has none of the roles viewer, operator and admin."
                            .formatted(token.getName())));
    return new Caller(token.getName(), role);
  }

  private static long secondsOf(Object claim) {
    try {
      return Long.parseLong(claim.toString());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean isLoopback(String address) {
    try {
      // An address as it is written: nothing is looked up.
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
