package sluice.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.cluster.ClusterMessage;
import sluice.cluster.ClusterSystemConfig;
import sluice.cluster.Terms;
import sluice.core.Direction;
import sluice.testing.CborRoundTrip;

class StateMessagesTest {
  private static final StreamRecord RECORD =
      new StreamRecord(Terms.numbered(3, 7), true, Optional.of("{\"source\":\"x\"}"));

  private final ActorTestKit kit =
      ActorTestKit.create(ClusterSystemConfig.serialization().withFallback(ConfigFactory.load()));
  private final CborRoundTrip cbor = new CborRoundTrip(kit.system());
  private final ActorRef<WriterReply> client = kit.<WriterReply>createTestProbe().ref();
  private final List<ClusterMessage> messages =
      List.of(
          new Term(3, "somebody"),
          new StreamBucket(
              new TreeMap<>(
                  Map.of(
                      "gate",
                      RECORD,
                      "yard",
                      new StreamRecord(Terms.numbered(4, 1), false, Optional.empty())))),
          new CountsBucket(
              new TreeMap<>(
                  Map.of(
                      "gate",
                      CountsRecord.of(
                          1L << 33,
                          2,
                          Map.of("door", Map.of(Direction.values()[0], Map.of("person", 3L))))))),
          new WriterCommand.Change("gate", 5, true, Optional.of("{}"), client),
          new WriterReply.Kept(RECORD),
          new WriterReply.Conflict(),
          new WriterReply.Refused("why"),
          new WriterReply.Unsure("why"));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void everyMessageBetweenNodes_isInTheTest() {
    List<Class<?>> kinds =
        Stream.of(WriterCommand.class, WriterReply.class)
            .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
            .filter(ClusterMessage.class::isAssignableFrom)
            .<Class<?>>map(type -> type)
            .toList();
    assertThat(messages).extracting(Object::getClass).containsAll(kinds);
  }

  @Test
  void messages_comeOutOfCborAsTheyWentIn_andAsTheSameBytes() {
    for (ClusterMessage message : messages) {
      Object read = cbor.read(message, cbor.bytes(message));
      assertThat(read).isEqualTo(message);
      assertThat(cbor.bytes((ClusterMessage) read)).isEqualTo(cbor.bytes(message));
    }
  }

  @Test
  void membersOfALaterRelease_areSkipped() throws IOException {
    CBORMapper mapper = new CBORMapper();
    for (ClusterMessage message : messages) {
      JsonNode tree = mapper.readTree(cbor.bytes(message));
      List<JsonNode> inner = List.copyOf(tree.findParents("version"));
      inner.forEach(node -> ((ObjectNode) node).putObject("added").put("x", "y"));
      ((ObjectNode) tree).putObject("more").put("deep", 1);

      assertThat(cbor.read(message, mapper.writeValueAsBytes(tree))).isEqualTo(message);
    }
  }
}
