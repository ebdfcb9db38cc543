package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.service.aiserver.AiServiceRelease;
import eu.aifactory.clients.service.aiserver.NotReleasedException;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.slurm.MovedClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupRetirementTest {
  private final MovedClock clock = new MovedClock();
  private final BookOfOneService book = new BookOfOneService();
  private final GroupRetirement retirement =
      new GroupRetirement(book, new NoDispatchers(), new DeafServer(), clock);

  @Test
  void asksForTheWholePatienceHoweverLongTheGroupHasBeenOver() {
    clock.advance(Duration.ofHours(3));

    retirement.retire(1);
    clock.advance(GroupRetirement.RELEASE_PATIENCE.minusSeconds(1));
    retirement.retire(1);
    assertThat(book.givenUp).isFalse();

    clock.advance(Duration.ofSeconds(1));
    retirement.retire(1);
    assertThat(book.givenUp).isTrue();
  }

  private static final class BookOfOneService extends RetirementLedger {
    private boolean givenUp;

    @Override
    public List<OpenJob> openJobs(long groupPk) {
      return List.of();
    }

    @Override
    public Optional<AiService> serviceToRelease(long groupPk) {
      return Optional.of(
          new AiService("ai-server", "http://127.0.0.1:1", "17", "m", null, null, true));
    }

    @Override
    public void releaseGivenUp(long groupPk, String why) {
      givenUp = true;
    }

    @Override
    public void removeIfDeleted(long groupPk) {}
  }

  private static final class NoDispatchers extends Dispatchers {}

  private static final class DeafServer extends AiServiceRelease {
    @Override
    public void release(AiService service) throws NotReleasedException {
      throw new NotReleasedException("nobody is there", null);
    }
  }
}
