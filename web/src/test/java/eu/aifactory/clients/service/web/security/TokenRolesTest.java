package eu.aifactory.clients.service.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.service.security.Role;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRolesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "groups             |      | {\"groups\":[\"viewer\"]}                                  | VIEWER",
        "groups             |      | {\"groups\":[\"viewer\",\"admin\",\"operator\"]}           | ADMIN",
        "groups             |      | {\"groups\":[\"Admin\",\"root\",7,null,{}]}                | -",
        "groups             |      | {\"groups\":[]}                                            | -",
        "groups             |      | {\"groups\":{\"admin\":true}}                              | -",
        "groups             |      | {\"roles\":[\"admin\"]}                                    | -",
        "groups             | aif- | {\"groups\":[\"admin\",\"aif-viewer\"]}                    | VIEWER",
        "realm_access.roles |      | {\"realm_access\":{\"roles\":[\"operator\"]}}              | OPERATOR",
        "realm_access.roles |      | {\"realm_access\":[\"operator\"]}                          | -",
        "realm_access.roles |      | {\"realm_access.roles\":[\"operator\"]}                    | OPERATOR",
        "a.b.c              |      | {\"a\":{\"b\":{\"c\":\"viewer\"}}}                         | VIEWER",
        "scope              | aif: | {\"scope\":\"openid aif:operator\"}                        | OPERATOR",
      })
  void findsTheHighestRoleWhereTheIssuerPutsIt(
      String claim, String prefix, String claims, Role role) {
    JsonObject token = Json.createReader(new StringReader(claims)).readObject();

    assertThat(new TokenRoles(claim, prefix == null ? "" : prefix).highest(token::get).orElse(null))
        .isEqualTo(role);
  }
}
