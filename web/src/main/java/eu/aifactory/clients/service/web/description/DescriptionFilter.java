package eu.aifactory.clients.service.web.description;

import eu.aifactory.clients.protocol.Acknowledgement;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Baseline;
import eu.aifactory.clients.protocol.BaselineList;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.GroupCreated;
import eu.aifactory.clients.protocol.GroupDeleted;
import eu.aifactory.clients.protocol.GroupPage;
import eu.aifactory.clients.protocol.GroupView;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.ObserverRegistered;
import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.protocol.Problem;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.RunDispatched;
import eu.aifactory.clients.protocol.ServerAddress;
import eu.aifactory.clients.protocol.SetBaseline;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.compare.Comparison;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.service.group.GroupEvents;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Puts the bodies into the description that the server makes of the resources, by the names of
 * their operations: the resources themselves say codes and words alone.
 */
public class DescriptionFilter implements OASFilter {
  private static final Map<String, Class<?>> REQUESTS =
      Map.of(
          "createGroup", CreateGroup.class,
          "connect", Connect.class,
          "heartbeat", Heartbeat.class,
          "barrier", Barrier.class,
          "deliverSnapshot", Snapshot.class,
          "deliverRecordsEnd", RecordsEnd.class,
          "observeGroup", ObserverRegistration.class,
          "observeAll", ObserverRegistration.class,
          "changeServer", ServerAddress.class,
          "setBaseline", SetBaseline.class);

  private static final Map<String, Class<?>> ANSWERS =
      Map.ofEntries(
          Map.entry("createGroup", GroupCreated.class),
          Map.entry("findGroup", GroupView.class),
          Map.entry("listGroups", GroupPage.class),
          Map.entry("deleteGroup", GroupDeleted.class),
          Map.entry("runGroup", RunDispatched.class),
          Map.entry("latestResult", Result.class),
          Map.entry("runResult", Result.class),
          Map.entry("resultOfRun", Result.class),
          Map.entry("baselineResult", Result.class),
          Map.entry("compareResults", Comparison.class),
          Map.entry("listBaselines", BaselineList.class),
          Map.entry("findBaseline", Baseline.class),
          Map.entry("setBaseline", Baseline.class),
          Map.entry("groupEvents", GroupEvents.Log.class),
          Map.entry("connect", Registered.class),
          Map.entry("heartbeat", HeartbeatReply.class),
          Map.entry("awaitOrders", HeartbeatReply.class),
          Map.entry("barrier", BarrierReply.class),
          Map.entry("deliverSnapshot", SnapshotReply.class),
          Map.entry("deliverRecordBlock", Acknowledgement.class),
          Map.entry("deliverRecordsEnd", Acknowledgement.class),
          Map.entry("observeGroup", ObserverRegistered.class),
          Map.entry("observeAll", Acknowledgement.class),
          Map.entry("findServer", ServerAddress.class),
          Map.entry("changeServer", ServerAddress.class));

  @Override
  public void filterOpenAPI(OpenAPI description) {
    RecordSchemas schemas = new RecordSchemas();
    if (description.getPaths() == null || description.getPaths().getPathItems() == null) {
      return;
    }
    description
        .getPaths()
        .getPathItems()
        .values()
        .forEach(path -> path.getOperations().values().forEach(each -> describe(each, schemas)));
    Components components =
        description.getComponents() == null
            ? OASFactory.createComponents()
            : description.getComponents();
    schemas.all().forEach(components::addSchema);
    description.setComponents(components);
  }

  private static void describe(Operation operation, RecordSchemas schemas) {
    AccessDescription.describe(operation);
    Class<?> request = REQUESTS.get(operation.getOperationId());
    if (request != null) {
      operation.setRequestBody(
          OASFactory.createRequestBody()
              .required(true)
              .content(content(MediaType.APPLICATION_JSON, request, schemas)));
    } else if (operation.getRequestBody() != null) {
      operation
          .getRequestBody()
          .getContent()
          .getMediaTypes()
          .values()
          .forEach(DescriptionFilter::tidy);
    }
    List<Parameter> parameters = operation.getParameters();
    if (parameters != null) {
      parameters.stream()
          .filter(parameter -> "id".equals(parameter.getName()))
          .forEach(
              parameter -> parameter.setSchema(OASFactory.createSchema().type(SchemaType.INTEGER)));
    }
    CommonAnswers.describe(operation);
    if (operation.getResponses() != null && operation.getResponses().getAPIResponses() != null) {
      operation
          .getResponses()
          .getAPIResponses()
          .forEach((code, answer) -> describe(operation, code, answer, schemas));
    }
  }

  private static void describe(
      Operation operation, String code, APIResponse answer, RecordSchemas schemas) {
    Class<?> fine = ANSWERS.get(operation.getOperationId());
    // A comparison that is not as expected is still one.
    if (!code.startsWith("2") && !code.equals("417")) {
      answer.setContent(content(Problem.MEDIA_TYPE, Problem.class, schemas));
    } else if (fine != null) {
      answer.setContent(content(MediaType.APPLICATION_JSON, fine, schemas));
    }
  }

  /**
   * Says of a body what its annotation says. The server adds what the annotation leaves out as
   * false and 0, and so {@code exclusiveMaximum} without a maximum, which is no valid schema.
   */
  private static void tidy(org.eclipse.microprofile.openapi.models.media.MediaType body) {
    Schema said = body.getSchema();
    body.setSchema(OASFactory.createSchema().type(said.getType()).format(said.getFormat()));
  }

  private static Content content(String mediaType, Class<?> record, RecordSchemas schemas) {
    return OASFactory.createContent()
        .addMediaType(mediaType, OASFactory.createMediaType().schema(schemas.refer(record)));
  }
}
