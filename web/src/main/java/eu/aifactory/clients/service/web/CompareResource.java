package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.compare.Comparing;
import eu.aifactory.clients.protocol.compare.Comparison;
import eu.aifactory.clients.protocol.compare.ComparisonOptions;
import eu.aifactory.clients.protocol.compare.Outcome;
import eu.aifactory.clients.protocol.compare.ResultDocument;
import eu.aifactory.clients.protocol.compare.ResultName;
import eu.aifactory.clients.service.compare.NamedResults;
import eu.aifactory.clients.service.group.InvalidRequestException;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether results are worse than others. */
@Path("/compare")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "frontend")
public class CompareResource {
  private static final int MOST_RESULTS = 20;
  private static final int EXPECTATION_FAILED = 417;

  private final NamedResults results;

  @Inject
  public CompareResource(NamedResults results) {
    this.results = results;
  }

  @GET
  @Needs(Role.VIEWER)
  @Operation(
      operationId = "compareResults",
      summary = "Compare results: runs, groups' latest runs, or baselines, commas between repeats")
  @APIResponse(responseCode = "200", description = "Compared; the verdict is in the body")
  @APIResponse(responseCode = "404", description = "No such run, group or baseline")
  @APIResponse(
      responseCode = "409",
      description = "One of them has no result yet, or the loads differ and force is not true")
  @APIResponse(
      responseCode = "417",
      description = "Compared; expect=pass was said, and the body's verdict is another")
  @APIResponse(responseCode = "422", description = "A parameter cannot be: the detail names it")
  public Response compare(
      @QueryParam("base") String base,
      @QueryParam("with") String with,
      @QueryParam("tolerance") List<String> tolerances,
      @QueryParam("figures") String figures,
      @QueryParam("run_spread") String runSpread,
      @QueryParam("force") String force,
      @QueryParam("expect") String expect) {
    boolean passExpected = Query.word("expect", expect, "pass");
    ComparisonOptions options =
        ComparisonOptions.of(
            tolerances,
            ResultName.listed(figures),
            runSpread,
            Query.word("force", "false".equals(force) ? null : force, "true"));
    // Both are read before either is looked for: what cannot be goes before what is not there.
    List<ResultName> before = names("base", base);
    List<ResultName> after = names("with", with);
    Comparison comparison = Comparing.compare(documents(before), documents(after), options);
    boolean fine = !passExpected || comparison.verdict() == Outcome.PASS;
    return Response.status(fine ? 200 : EXPECTATION_FAILED).entity(comparison).build();
  }

  private static List<ResultName> names(String side, String names) {
    List<String> listed = ResultName.listed(names);
    if (listed.isEmpty() || listed.size() > MOST_RESULTS) {
      throw new InvalidRequestException(
          "%s must name 1 to %d results, not %d".formatted(side, MOST_RESULTS, listed.size()));
    }
    return listed.stream().map(ResultName::of).toList();
  }

  private List<ResultDocument> documents(List<ResultName> names) {
    return names.stream()
        .map(name -> ResultDocument.parse(name.text(), results.document(name)))
        .toList();
  }
}
