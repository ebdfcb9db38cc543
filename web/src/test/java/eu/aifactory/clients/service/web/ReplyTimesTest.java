package eu.aifactory.clients.service.web;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Acknowledgement;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.HeartbeatReply;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplyTimesTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T12:00:00.000250Z");

  private Instant now = RECEIVED;
  private final ReplyTimes times = new ReplyTimes();

  /** What a request or an answer was told to keep. */
  private final Map<Object, Object> kept = new HashMap<>();

  @BeforeEach
  void inject() {
    times.clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  }

  @Test
  void sayWhenTheCallCameAndWhenItWasAnswered() {
    HeartbeatReply reply =
        (HeartbeatReply) answered(new HeartbeatReply(HeartbeatReply.STOP, null, 1.0));

    assertThat(reply.receivedAt()).isEqualTo(RECEIVED.getEpochSecond() + 0.000250);
    assertThat(reply.serverTime()).isEqualTo(RECEIVED.getEpochSecond() + 0.007250);
    assertThat(reply.command()).isEqualTo(HeartbeatReply.STOP);
  }

  @Test
  void leaveWhatElseIsSaidAsItIs() {
    BarrierReply waiting =
        new BarrierReply(BarrierReply.WAIT, null, 5.0, "why", 1.0, 7.0, null).askedAgainAfter(0.2);

    assertThat(answered(waiting))
        .isEqualTo(
            waiting.timed(
                RECEIVED.getEpochSecond() + 0.00025, RECEIVED.getEpochSecond() + 0.00725));
    assertThat(answered(new Acknowledgement("stored"))).isEqualTo(new Acknowledgement("stored"));
  }

  /** What becomes of an answer that takes 7 ms. */
  private Object answered(Object entity) {
    now = RECEIVED;
    kept.put("entity", entity);
    times.filter(fake(ContainerRequestContext.class));
    now = RECEIVED.plusMillis(7);
    times.filter(fake(ContainerRequestContext.class), fake(ContainerResponseContext.class));
    return kept.get("entity");
  }

  private <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getEntity" -> kept.get("entity");
                  case "setEntity" -> kept.put("entity", arguments[0]);
                  case "getProperty" -> kept.get(arguments[0]);
                  case "setProperty" -> kept.put(arguments[0], arguments[1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                }));
  }
}
