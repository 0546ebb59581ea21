package sluice.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private final List<NodeOffer> nodes = new ArrayList<>();
  private final List<StreamDemand> demands = new ArrayList<>();
  private final Map<String, Location> where = new HashMap<>();

  @Test
  void unplacedStreams_goByPriorityThenName_toTheNodeWithTheLeastShareInUse() {
    node("a", 10);
    node("b", 20);
    stream("s1", 4, 0);
    stream("s2", 4, 0);
    stream("first", 1, 5);

    assertThat(plan().moves())
        .extracting(Move::id, move -> move.to().orElseThrow())
        .containsExactly(tuple("first", "b"), tuple("s1", "b"), tuple("s2", "a"));
  }

  @Test
  void labels_areHeld_preferredNodesComeFirst_avoidedOnesLast() {
    node("a", 10, "slow");
    node("b", 10, "gpu");
    node("c", 10, "site");
    demands.add(new StreamDemand("needs", 1, Set.of("gpu"), Set.of("site"), Set.of(), 0));
    demands.add(new StreamDemand("prefers", 9, Set.of(), Set.of("site"), Set.of(), 1));
    demands.add(new StreamDemand("avoids", 5, Set.of(), Set.of(), Set.of("slow"), 0));
    demands.add(new StreamDemand("avoids2", 8, Set.of(), Set.of(), Set.of("slow"), 0));

    assertThat(targets())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("needs", "b", "prefers", "c", "avoids", "b", "avoids2", "a"));
  }

  @Test
  void noMoreThanTheLimitIsUnderWay_whatIsUnderWayIncluded() {
    node("a", 100);
    for (int i = 0; i < 30; i++) {
      stream("s%02d".formatted(i), 1, 0);
    }
    for (int i = 0; i < 15; i++) {
      where.put("s%02d".formatted(i), Location.starts("a"));
    }

    Plan plan = plan();

    assertThat(plan.moves()).hasSize(5);
    assertThat(plan.waiting()).hasSize(10);
    assertThat(plan.waiting().getFirst().reason())
        .isEqualTo("20 moves are under way, its own comes after them");
  }

  @Test
  void aNodesStreamsMoveAFewAtATime_andThoseThatWaitKeepTheirPlace() {
    nodes.add(new NodeOffer("a", 10, Set.of(), NodeOffer.Intake.LEAVING));
    node("b", 6);
    for (int i = 0; i < 6; i++) {
      stream("s" + i, 1, 1);
      where.put("s" + i, Location.runs("a"));
    }
    stream("other", 1, 0);

    Plan plan = plan();

    assertThat(plan.moves()).extracting(Move::id).containsExactly("s0", "s1", "s2", "s3");
    assertThat(plan.waiting())
        .extracting(Waiting::id)
        .containsExactlyInAnyOrder("s4", "s5", "other");
    plan.moves().forEach(move -> where.put(move.id(), Location.moves("a", "b")));
    assertThat(plan().moves()).isEmpty();
    where.put("s0", Location.starts("b"));
    assertThat(plan().moves()).extracting(Move::id).containsExactly("s4");
  }

  @Test
  void waitingStreams_areToldWhy() {
    node("a", 10);
    node("b", 2.4);
    stream("big", 40, 9);
    where.put("there", Location.runs("b"));
    stream("there", 2, 9);
    where.put("there2", Location.runs("a"));
    stream("there2", 9.7, 9);
    stream("more", 1.5, 0);
    demands.add(new StreamDemand("gpu", 1, Set.of("gpu"), Set.of(), Set.of(), 0));
    demands.add(new StreamDemand("both", 1, Set.of("site", "gpu"), Set.of(), Set.of(), 0));

    assertThat(plan().waiting())
        .containsExactly(
            new Waiting(
                "big", "no node is large enough for weight 40: the largest has a capacity of 10"),
            new Waiting("both", "needs gpu and site; 0 of 2 nodes have both"),
            new Waiting("gpu", "needs gpu; 0 of 2 nodes have it"),
            new Waiting("more", "no node has room for weight 1.5: 0.4 are free at the most"));
  }

  @Test
  void waitingStreams_areToldWhyOfNodesThatTakeNone() {
    assertThat(waitsAlone()).isEqualTo("there is no node");
    nodes.add(new NodeOffer("a", 10, Set.of("gpu"), NodeOffer.Intake.CLOSED));
    assertThat(waitsAlone()).isEqualTo("no node takes streams");
    demands.clear();
    demands.add(new StreamDemand("s", 1, Set.of("gpu"), Set.of(), Set.of(), 0));
    assertThat(plan().waiting().getFirst().reason())
        .isEqualTo("needs gpu; 1 of 1 nodes have it, and take no streams");
  }

  private String waitsAlone() {
    demands.clear();
    stream("s", 1, 0);
    return plan().waiting().getFirst().reason();
  }

  @Test
  void roomThatLooksLikeTheWeight_isToldAsLess() {
    node("a", 1.4999);
    node("b", 5);
    stream("there", 4, 1);
    where.put("there", Location.runs("b"));
    stream("s", 1.5, 0);

    assertThat(plan().waiting().getFirst().reason())
        .isEqualTo("no node has room for weight 1.5: 1.49 are free at the most");
  }

  @Test
  void streamsOfANodeThatIsGone_areUnplaced() {
    node("a", 10);
    stream("s", 1, 0);
    where.put("s", Location.runs("gone"));

    assertThat(plan().moves())
        .containsExactly(
            new Move("s", Optional.empty(), Optional.of("a"), Move.Cause.PLACE, "it ran nowhere"));
  }

  @Test
  void leavingNode_isEmptiedBeforeOthersOfItsPriorityArePlaced() {
    node("b", 2);
    nodes.add(new NodeOffer("a", 10, Set.of(), NodeOffer.Intake.LEAVING));
    stream("new", 1, 0);
    stream("s", 1, 0);
    stream("t", 1, 0);
    where.put("s", Location.runs("a"));
    where.put("t", Location.runs("a"));

    Plan plan = plan();

    assertThat(plan.moves())
        .extracting(Move::id, Move::cause, Move::reason)
        .containsExactly(
            tuple("s", Move.Cause.LEAVING, "node a leaves"),
            tuple("t", Move.Cause.LEAVING, "node a leaves"));
    assertThat(plan.waiting()).extracting(Waiting::id).containsExactly("new");
  }

  @Test
  void streamOfALeavingNode_thatFitsNowhere_staysAndIsToldWhy() {
    node("b", 1);
    nodes.add(new NodeOffer("a", 10, Set.of(), NodeOffer.Intake.LEAVING));
    stream("s", 3, 0);
    where.put("s", Location.runs("a"));

    Plan plan = plan();

    assertThat(plan.moves()).isEmpty();
    assertThat(plan.waiting().getFirst().reason())
        .isEqualTo(
            "node a leaves; no node is large enough for weight 3: the largest has a capacity of 1");
  }

  @Test
  void streamThatLacksWhatItNeedsByNow_moves_orEnds() {
    node("a", 10);
    node("b", 10, "gpu");
    demands.add(new StreamDemand("s", 1, Set.of("gpu"), Set.of(), Set.of(), 0));
    demands.add(new StreamDemand("t", 1, Set.of("site"), Set.of(), Set.of(), 0));
    where.put("s", Location.runs("a"));
    where.put("t", Location.runs("a"));

    assertThat(plan().moves())
        .extracting(Move::id, Move::to, Move::cause, Move::reason)
        .containsExactly(
            tuple("s", Optional.of("b"), Move.Cause.NEEDS, "it needs gpu, node a does not have it"),
            tuple(
                "t", Optional.empty(), Move.Cause.NEEDS, "it needs site, node a does not have it"));
  }

  @Test
  void movesAside_whatFitsElsewhere_forAStreamThatDoesNot() {
    node("a", 2, "gpu");
    node("b", 2);
    demands.add(new StreamDemand("s", 1, Set.of("gpu"), Set.of(), Set.of(), 0));
    stream("t", 1, 3);
    stream("u", 1, 0);
    where.put("t", Location.runs("a"));
    where.put("u", Location.runs("a"));

    Plan plan = plan();

    assertThat(plan.moves())
        .containsExactly(
            new Move("u", Optional.of("a"), Optional.of("b"), Move.Cause.ROOM, "makes room for s"));
    assertThat(plan.waiting()).containsExactly(new Waiting("s", "node a makes room for it"));

    where.put("u", Location.moves("a", "b"));
    assertThat(plan()).isEqualTo(new Plan(List.of(), plan.waiting()));
    where.put("u", Location.runs("b"));
    assertThat(targets()).isEqualTo(Map.of("s", "a"));
  }

  @Test
  void higherPriority_takesThePlaceOfLower_neverOfTheSame() {
    node("a", 3);
    node("b", 3);
    stream("low", 2, 1);
    stream("lower", 2, 0);
    stream("equal", 1, 5);
    where.put("low", Location.runs("a"));
    where.put("lower", Location.runs("b"));
    where.put("equal", Location.runs("b"));
    stream("high", 2, 5);

    Plan plan = plan();

    assertThat(plan.moves())
        .containsExactly(
            new Move(
                "lower",
                Optional.of("b"),
                Optional.empty(),
                Move.Cause.PRIORITY,
                "high has a higher priority and takes its place"));
    assertThat(plan.waiting()).containsExactly(new Waiting("high", "node b makes room for it"));
    demands.removeIf(demand -> demand.id().startsWith("low"));
    stream("same", 2, 5);
    where.put("same", Location.runs("b"));
    stream("same2", 2, 5);
    where.put("same2", Location.runs("a"));
    assertThat(plan().moves()).isEmpty();
  }

  @Test
  void roomThatIsMade_isNotGivenToOthers() {
    node("a", 3);
    stream("high", 3, 5);
    stream("low", 2, 0);
    where.put("low", Location.halts("a"));
    stream("small", 1, 1);

    Plan plan = plan();

    assertThat(plan.moves()).isEmpty();
    assertThat(plan.waiting())
        .containsExactly(
            new Waiting("high", "node a makes room for it"),
            new Waiting("small", "no node has room for weight 1: 0 are free at the most"));
  }

  @Test
  void nodeWithMoreThanItsCapacity_givesTheLightestThatIsEnoughAway() {
    node("a", 10);
    node("b", 4);
    stream("s1", 8, 0);
    stream("s2", 3, 0);
    stream("s3", 2, 0);
    stream("s4", 1, 0);
    for (String id : List.of("s1", "s2", "s3", "s4")) {
      where.put(id, Location.runs("a"));
    }

    assertThat(plan().moves().getFirst())
        .extracting(Move::id, Move::cause)
        .containsExactly("s2", Move.Cause.OVERLOAD);
  }

  @Test
  void preferredNodeWithRoom_bringsAStreamBack_unlessItRests() {
    node("a", 10);
    node("b", 10, "site");
    demands.add(new StreamDemand("s", 1, Set.of(), Set.of("site"), Set.of(), 0));
    where.put("s", Location.runs("a"));

    assertThat(plan().moves())
        .extracting(Move::id, Move::cause, Move::reason)
        .containsExactly(tuple("s", Move.Cause.PREFERENCE, "node b is one that it prefers"));
    where.put("s", Location.rests("a"));
    assertThat(plan().moves()).isEmpty();
  }

  @Test
  void fourthNode_getsItsShare_aFewAtATime_byAsFewMovesAsThatTakes() {
    for (String node : List.of("a", "b", "c", "d")) {
      node(node, 30);
    }
    for (int i = 0; i < 60; i++) {
      stream("s%02d".formatted(i), 1, 0);
      where.put("s%02d".formatted(i), Location.runs(List.of("a", "b", "c").get(i % 3)));
    }

    assertThat(plan().moves().getFirst().reason())
        .isEqualTo("node a is used to 67 %, node d to 0 %");
    int moved = 0;
    for (Plan plan = plan(); !plan.moves().isEmpty(); plan = plan()) {
      assertThat(plan.moves())
          .hasSizeLessThanOrEqualTo(PlannerLimits.DEFAULT.transfers())
          .allSatisfy(move -> assertThat(move.to()).contains("d"))
          .allSatisfy(move -> assertThat(move.cause()).isEqualTo(Move.Cause.BALANCE));
      moved += plan.moves().size();
      plan.moves().forEach(move -> where.put(move.id(), Location.rests("d")));
    }

    assertThat(moved).isEqualTo(15);
  }

  @Test
  void smallDifference_orOneThatNoMoveLessens_isLeft() {
    node("a", 100);
    node("b", 100);
    for (int i = 0; i < 20; i++) {
      stream("s" + i, 1, 0);
      where.put("s" + i, Location.runs(i % 2 == 0 ? "a" : "b"));
    }
    stream("one-more", 1, 0);
    where.put("one-more", Location.runs("a"));
    assertThat(plan().moves()).isEmpty();

    demands.clear();
    where.clear();
    stream("alone", 10, 0);
    where.put("alone", Location.runs("a"));
    assertThat(plan().moves()).isEmpty();
  }

  @Test
  void restingStreams_areNotMovedForBalance() {
    node("a", 10);
    node("b", 10);
    for (String id : List.of("s1", "s2", "s3", "s4")) {
      stream(id, 1, 0);
      where.put(id, Location.rests("a"));
    }
    assertThat(plan().moves()).isEmpty();
    where.replaceAll((id, rests) -> Location.runs("a"));
    assertThat(plan().moves()).hasSize(2);
  }

  @Test
  void samePlan_whateverTheOrderOfTheInput() {
    node("b", 10);
    node("a", 10);
    stream("t", 1, 0);
    stream("s", 1, 0);
    Plan plan = plan();
    assertThat(new Planner(PlannerLimits.DEFAULT).plan(nodes.reversed(), demands.reversed(), where))
        .isEqualTo(plan);
    assertThat(plan.moves()).extracting(Move::id).containsExactly("s", "t");
  }

  @Test
  void valuesOutOfRange_areRefused() {
    assertThatThrownBy(() -> NodeOffer.open("a", -1, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StreamDemand.of("s", 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlannerLimits(0, 1, 0.1, 0.1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlannerLimits(1, 0, 0.1, 0.1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlannerLimits(1, 1, 1, 0.1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void node(String name, double capacity, String... labels) {
    nodes.add(NodeOffer.open(name, capacity, Set.of(labels)));
  }

  private void stream(String id, double weight, int priority) {
    demands.add(new StreamDemand(id, weight, Set.of(), Set.of(), Set.of(), priority));
  }

  private Plan plan() {
    return new Planner(PlannerLimits.DEFAULT).plan(nodes, demands, where);
  }

  private Map<String, String> targets() {
    Map<String, String> targets = new HashMap<>();
    plan().moves().forEach(move -> targets.put(move.id(), move.to().orElseThrow()));
    return targets;
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }
}
