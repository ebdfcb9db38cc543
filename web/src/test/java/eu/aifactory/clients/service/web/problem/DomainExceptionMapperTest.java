package eu.aifactory.clients.service.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Problem;
import eu.aifactory.clients.service.group.InvalidRequestException;
import eu.aifactory.clients.service.limit.TooManyException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class DomainExceptionMapperTest {
  private final DomainExceptionMapper mapper = new DomainExceptionMapper();

  @Test
  void sendsCallersOfAnEndingInstanceToAnother() {
    Response answer = mapper.toResponse(new RejectedExecutionException("pool of 8 is shut down"));

    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
    assertThat(detail(answer))
        .isEqualTo("This instance of the service takes no more work now; try again.");
  }

  @Test
  void saysWhenToCallAgain() {
    Response often = mapper.toResponse(new TooManyException("too many", Duration.ofMillis(2_500)));

    assertThat(often.getStatus()).isEqualTo(429);
    assertThat(often.getHeaderString(HttpHeaders.RETRY_AFTER)).isEqualTo("3");
  }

  @Test
  void findsWhatTheDomainRefusedInsideOfWhatTheContainerMadeOfIt() {
    RuntimeException refusal = new InvalidRequestException("num_clients must be 1 or more");

    assertThat(mapper.toResponse(new IllegalStateException("transaction", refusal)).getStatus())
        .isEqualTo(422);
    assertThat(mapper.toResponse(new NotFoundException(refusal)).getStatus()).isEqualTo(422);
  }

  @Test
  void saysOfAMethodWhichOnesAreTaken() {
    Response answer = mapper.toResponse(new NotAllowedException("GET", new String[] {"PUT"}));

    assertThat(answer.getStatus()).isEqualTo(405);
    assertThat(answer.getHeaderString(HttpHeaders.ALLOW)).contains("GET").contains("PUT");
  }

  @Test
  void tellsNothingOfAnUnforeseenError() {
    Response answer = mapper.toResponse(new IllegalStateException("password=secret of /etc/aif"));

    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(detail(answer))
        .isEqualTo("The service failed; its log has the cause under this instance.");
  }

  private static String detail(Response answer) {
    assertThat(answer.getMediaType()).hasToString(Problem.MEDIA_TYPE);
    return ((Problem) answer.getEntity()).detail();
  }
}
