package eu.aifactory.clients.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.SnapshotReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A newer service says more than this agent knows. */
class FutureMembersTest {
  @ParameterizedTest
  @ValueSource(
      classes = {Registered.class, HeartbeatReply.class, BarrierReply.class, SnapshotReply.class})
  void arePassedOver(Class<?> answer) {
    String said = "{\"sequence\":1,\"counted\":true,\"colour\":\"blue\",\"shape\":{\"sides\":[3]}}";

    assertThat(WireJsonResolver.jsonb().<Object>fromJson(said, answer)).isNotNull();
  }
}
