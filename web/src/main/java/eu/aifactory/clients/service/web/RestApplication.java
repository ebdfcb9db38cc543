package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.web.json.WireBodyReader;
import eu.aifactory.clients.service.web.json.WireBodyWriter;
import eu.aifactory.clients.service.web.problem.DomainExceptionMapper;
import eu.aifactory.clients.service.web.security.AccessFilter;
import eu.aifactory.clients.service.web.security.AuditFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The application: everything below {@code /api/v1}. */
@ApplicationScoped
@ApplicationPath("/api/v1")
@LoginConfig(authMethod = "MP-JWT", realmName = "aif")
@SecurityScheme(
    securitySchemeName = RestApplication.TOKEN,
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT",
    description = "Of a person or program: \"aif token\", or the OIDC issuer that was set up")
@OpenAPIDefinition(
    info =
        @Info(
            title = "AI Factory Client Services",
            version = "1",
            description =
                "Puts load on AI inference servers from inside an HPC cluster and reports figures"
                    + " one can trust. Errors leave as application/problem+json.",
            license = @License(name = "Apache-2.0")),
    tags = {
      @Tag(name = "frontend", description = "Client groups, for people and programs"),
      @Tag(name = "client", description = "What agents call"),
      @Tag(name = "monitor", description = "Observers of runs")
    })
@SecurityScheme(
    securitySchemeName = RestApplication.AGENT_TOKEN,
    type = SecuritySchemeType.APIKEY,
    in = SecuritySchemeIn.HEADER,
    apiKeyName = "Authorization",
    description = "Of an agent: \"Agent TOKEN\", the token that its job was given")
public class RestApplication extends Application {
  /** The names of the security schemes in the description. */
  public static final String AGENT_TOKEN = "agent";

  public static final String TOKEN = "token";

  /** Jersey's own description of the interface, which names Jersey; {@code /openapi} is ours. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }

  // Listed, not scanned: a scan also takes the REST clients' interfaces for resources. What is no
  // resource has a constructor without parameters: Open Liberty's RESTEasy looks for one before it
  // asks CDI.
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        ClientGroupsResource.class,
        ResultsResource.class,
        GroupLogsResource.class,
        RecordsResource.class,
        RecordDeliveryResource.class,
        AgentsResource.class,
        OrdersResource.class,
        GroupObserversResource.class,
        ObserversResource.class,
        ServerResource.class,
        CompareResource.class,
        BaselinesResource.class,
        RunsResource.class,
        DescriptionResource.class,
        ReplyTimes.class,
        CorrelationFilter.class,
        DatabaseFilter.class,
        AccessFilter.class,
        AuditFilter.class,
        AnswerHeaders.class,
        WireBodyReader.class,
        WireBodyWriter.class,
        DomainExceptionMapper.class);
  }
}
