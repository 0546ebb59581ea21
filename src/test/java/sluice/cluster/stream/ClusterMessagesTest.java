package sluice.cluster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.cluster.ClusterMessage;
import sluice.cluster.placement.NodeOffer;
import sluice.cluster.stream.PlacementView.NodePlace;
import sluice.cluster.stream.PlacementView.State;
import sluice.cluster.stream.PlacementView.StreamPlace;
import sluice.testing.CborRoundTrip;

class ClusterMessagesTest {
  private static final NodeId NODE = new NodeId("10.0.0.1:25520", -7);

  private static final PlacementUpdate UPDATE =
      new PlacementUpdate(
          7,
          2,
          1,
          Map.of(
              "gate",
              new StreamPlace(
                  State.MOVING,
                  Optional.of(NODE),
                  Optional.empty(),
                  6,
                  OptionalDouble.of(0.5),
                  "why")),
          Set.of("yard"),
          List.of(new NodePlace(NODE, 4, Set.of("gpu"), NodeOffer.Intake.OPEN, 1.5, 1)));

  private final ActorTestKit kit = ClusterKit.create();
  private final CborRoundTrip cbor = new CborRoundTrip(kit.system());
  private final ActorRef<AgentReply> placer = kit.<AgentReply>createTestProbe().ref();
  private final ActorRef<PlacerCommand.MoveAnswer> operator =
      kit.<PlacerCommand.MoveAnswer>createTestProbe().ref();
  private final List<ClusterMessage> messages =
      List.of(
          new AgentCommand.What(3, 1L << 33, placer),
          new AgentCommand.Run("gate", "{ source = x }", 4, true, 5, placer),
          new AgentCommand.Halt("gate", true, 6, placer),
          new AgentReply.Report(
              NODE,
              3,
              7,
              true,
              List.of(
                  new ReportedRun("gate", 5, 4, true, OptionalDouble.of(1.5)),
                  new ReportedRun("yard", 6, 4, false, OptionalDouble.empty()))),
          new AgentReply.Ran(NODE, "gate", 5),
          new AgentReply.Halted(NODE, "gate", 6),
          new AgentReply.Failed(NODE, "gate", 5, "no such model"),
          new AgentReply.Outdated(NODE, "gate", 9),
          new AgentReply.Leaving(NODE),
          new AgentReply.PlacementWanted(NODE),
          new AgentCommand.Cordon(true),
          new AgentCommand.Placed(UPDATE, placer),
          new PlacerCommand.MoveStream("gate", "10.0.0.1:25520", operator),
          new PlacerCommand.CordonNode("10.0.0.1:25520", true, operator));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void everyMessageBetweenNodes_isInTheTest() {
    List<Class<?>> kinds =
        Stream.of(AgentCommand.class, AgentReply.class, PlacerCommand.class)
            .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
            .filter(type -> !type.isInterface())
            .filter(ClusterMessage.class::isAssignableFrom)
            .<Class<?>>map(type -> type)
            .toList();
    assertThat(messages).extracting(Object::getClass).hasSameElementsAs(kinds);
  }

  @Test
  void messages_comeOutOfCborAsTheyWentIn() {
    for (ClusterMessage message : messages) {
      assertThat(cbor.read(message, cbor.bytes(message))).isEqualTo(message);
    }
  }

  @Test
  void membersOfALaterRelease_areSkipped() throws IOException {
    CBORMapper mapper = new CBORMapper();
    for (ClusterMessage message : messages) {
      JsonNode tree = mapper.readTree(cbor.bytes(message));
      addMembers(tree);
      assertThat(cbor.read(message, mapper.writeValueAsBytes(tree))).isEqualTo(message);
    }
  }

  private static void addMembers(JsonNode tree) {
    List<JsonNode> inner = List.copyOf(tree.findParents("id"));
    inner.forEach(node -> ((ObjectNode) node).putArray("added").add(1).addObject().put("x", "y"));
    ((ObjectNode) tree).putObject("more").put("deep", 1);
  }

  @Test
  void membersThatAnEarlierReleaseLacks_areAtTheirDefaults() throws IOException {
    CBORMapper mapper = new CBORMapper();
    ClusterMessage report = messages.get(3);
    ObjectNode tree = (ObjectNode) mapper.readTree(cbor.bytes(report));
    tree.remove("leaving");
    ((ObjectNode) tree.get("runs").get(0)).remove("weight");

    AgentReply.Report read = (AgentReply.Report) cbor.read(report, mapper.writeValueAsBytes(tree));

    assertThat(read.leaving()).isFalse();
    assertThat(read.runs().getFirst().weight()).isEmpty();
  }
}
