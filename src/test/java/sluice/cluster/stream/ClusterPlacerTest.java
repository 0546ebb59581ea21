package sluice.cluster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.cluster.stream.DesiredStream.Wishes;
import sluice.cluster.stream.PlacementNode.Condition;
import sluice.cluster.stream.PlacementView.State;
import sluice.cluster.stream.PlacementView.StreamPlace;

/** What the actor adds to its {@link PlacementBook}: time, plans, answers, and who is told. */
@Timeout(60)
class ClusterPlacerTest {
  private static final NodeId A = new NodeId("a:1", 1);
  private static final NodeId B = new NodeId("b:1", 2);
  private static final Duration MARGIN = Duration.ofSeconds(7);
  private static final Duration PLAN_AFTER = Duration.ofMillis(20);

  private final ActorTestKit kit = ClusterKit.create();
  private final ManualTime time = ManualTime.get(kit.system());
  private final AtomicLong clock = new AtomicLong();
  private final TestProbe<AgentCommand> a = kit.createTestProbe(AgentCommand.class);
  private final TestProbe<AgentCommand> b = kit.createTestProbe(AgentCommand.class);
  private final TestProbe<PlacerCommand.MoveAnswer> operator =
      kit.createTestProbe(PlacerCommand.MoveAnswer.class);
  private final LinkedBlockingQueue<ActorRef<PlacerCommand>> begins = new LinkedBlockingQueue<>();
  private final ActorRef<PlacerCommand> placer =
      kit.spawn(
          ClusterPlacer.create(
              PlacerSettings.withMargin(MARGIN),
              begins::add,
              ClusterPlacerTest::weight,
              clock::get));

  private static OptionalDouble weight(String stream) {
    if (stream.equals("broken")) {
      throw new IllegalStateException("as the test wants it");
    }
    return OptionalDouble.of(2);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void inputs_areAskedForAtTheBegin_andByOneThatFailedAgain() throws InterruptedException {
    assertThat(begins.poll(10, TimeUnit.SECONDS)).isEqualTo(placer);
    knows("broken");

    Awaitility.await()
        .until(
            () -> {
              pass(Duration.ofSeconds(1));
              return placer.equals(begins.poll());
            });

    knows("gate");
    assertThat(a.expectMessageClass(AgentCommand.What.class).epoch()).isZero();
  }

  @Test
  void agents_areAskedAgainAsTimePasses_andAPlanFollowsTheirAnswers() {
    knows("gate");
    a.expectMessageClass(AgentCommand.What.class);
    answer(B, b, 0);
    placerHasReadAll();

    pass(Duration.ofSeconds(1));

    long claim = answer(A, a, 0);
    assertThat(claim).isZero();
    claim = answer(A, a, 0);
    answer(B, b, claim);
    assertThat(claim).isPositive();
    placerHasReadAll();
    b.expectNoMessage(Duration.ZERO);

    pass(PLAN_AFTER);

    AgentCommand.Run run = a.expectMessageClass(AgentCommand.Run.class);
    assertThat(run.spec()).isEqualTo("gate 1");
    assertThat(run.epoch()).isGreaterThan(claim);
  }

  @Test
  void time_isThatOfTheClock_whereTicksAreLate() {
    knows("gate");
    a.expectMessageClass(AgentCommand.What.class);
    b.expectMessageClass(AgentCommand.What.class);

    clock.addAndGet(1000); // as long as is waited before an agent is asked again
    time.timePasses(PlacementBook.TICK);

    a.expectMessageClass(AgentCommand.What.class);
  }

  @Test
  void placerThatWasSuspended_hasNotWaited() {
    AgentCommand.Run run = started();
    placed(b);
    placer.tell(new AgentReply.Ran(A, "gate", run.epoch()));
    placerHasReadAll();
    pass(PLAN_AFTER);
    placed(b);
    placer.tell(
        new PlacerCommand.Nodes(
            List.of(new PlacementNode(B, 10, Set.of(), Condition.UP, Optional.of(b.ref()))),
            List.of(new GoneNode(A, false, Duration.ZERO))));
    placerHasReadAll();

    clock.addAndGet(60_000);
    time.timePasses(PlacementBook.TICK);
    placerHasReadAll();
    time.timePasses(PLAN_AFTER);

    assertThat(placed(b).changed().get("gate").state()).isEqualTo(State.WAITING);
    placerHasReadAll();
    b.expectNoMessage(Duration.ZERO);
    for (int second = 0; second < MARGIN.toSeconds(); second++) {
      pass(Duration.ofSeconds(1));
      placerHasReadAll();
    }
    pass(PLAN_AFTER);
    b.fishForMessage(
        Duration.ofSeconds(10),
        message ->
            message instanceof AgentCommand.Run
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  @Test
  void placements_areToldToAllAgents_andAllOfThemToOneThatMissedSome() {
    AgentCommand.Run run = started();
    PlacementUpdate first = placed(b);
    assertThat(first.previous()).isZero();
    assertThat(first.changed().get("gate"))
        .isEqualTo(
            new StreamPlace(
                State.STARTING,
                Optional.of(A),
                Optional.empty(),
                run.epoch(),
                OptionalDouble.of(2),
                ""));
    assertThat(placed(a)).isEqualTo(first);

    placer.tell(new AgentReply.Ran(A, "gate", run.epoch()));
    placerHasReadAll();
    pass(PLAN_AFTER);

    PlacementUpdate second = placed(b);
    assertThat(second.previous()).isEqualTo(first.number());
    assertThat(second.changed().get("gate").state()).isEqualTo(State.RUNNING);
    assertThat(placed(a)).isEqualTo(second);

    placer.tell(new AgentReply.PlacementWanted(B));
    members(Condition.LEAVING);
    placerHasReadAll();
    pass(PLAN_AFTER);

    PlacementUpdate anew = placed(b);
    assertThat(anew.previous()).isZero();
    assertThat(anew.changed()).containsKey("gate");
    assertThat(placed(a).previous()).isEqualTo(second.number());
  }

  @Test
  void operator_hasAStreamMoved_orIsToldWhyNot() {
    AgentCommand.Run run = started();
    placed(a);
    placer.tell(new AgentReply.Ran(A, "gate", run.epoch()));

    placer.tell(new PlacerCommand.MoveStream("gate", B.address(), operator.ref()));

    operator.expectMessage(PlacerCommand.MoveAnswer.ACCEPTED);
    AgentCommand.Halt halt = a.expectMessageClass(AgentCommand.Halt.class);
    placed(b);
    placer.tell(new AgentReply.Halted(A, "gate", halt.epoch()));
    assertThat(b.expectMessageClass(AgentCommand.Run.class).id()).isEqualTo("gate");
    placer.tell(new PlacerCommand.MoveStream("yard", B.address(), operator.ref()));
    operator.expectMessage(new PlacerCommand.MoveAnswer("there is no stream yard"));
  }

  @Test
  void operator_hasANodeEmptied_orIsToldThatItDoesNotAnswer() {
    started();
    placed(b);

    placer.tell(new PlacerCommand.CordonNode(B.address(), true, operator.ref()));

    operator.expectMessage(PlacerCommand.MoveAnswer.ACCEPTED);
    b.expectMessage(new AgentCommand.Cordon(true));
    placer.tell(new PlacerCommand.CordonNode("c:1", true, operator.ref()));
    operator.expectMessage(new PlacerCommand.MoveAnswer("there is no node c:1 that answers"));
  }

  /** A placer that has told A to run a stream; nobody has read yet where that is. */
  private AgentCommand.Run started() {
    knows("gate");
    answer(A, a, 0);
    answer(B, b, 0);
    long claim = answer(A, a, 0);
    answer(B, b, claim);
    placerHasReadAll();
    pass(PLAN_AFTER);
    return a.expectMessageClass(AgentCommand.Run.class);
  }

  private void pass(Duration duration) {
    clock.addAndGet(duration.toMillis());
    time.timePasses(duration);
  }

  /** Until then it has no timer that could go off as time passes. */
  private void placerHasReadAll() {
    placer.tell(new PlacerCommand.MoveStream("none", "", operator.ref()));
    operator.expectMessage(new PlacerCommand.MoveAnswer("there is no stream none"));
  }

  private void knows(String stream) {
    members(Condition.UP);
    placer.tell(
        new PlacerCommand.AllDesired(
            List.of(new DesiredStream(stream, stream + " 1", 1, false, 1, Wishes.NONE))));
  }

  /** Says how B is. */
  private void members(Condition condition) {
    placer.tell(
        new PlacerCommand.Nodes(
            List.of(
                new PlacementNode(A, 10, Set.of(), Condition.UP, Optional.of(a.ref())),
                new PlacementNode(B, 10, Set.of(), condition, Optional.of(b.ref()))),
            List.of()));
  }

  /** Answers the next question to an agent, which runs nothing; the epoch of that question. */
  private long answer(NodeId id, TestProbe<AgentCommand> agent, long epoch) {
    AgentCommand.What what = agent.expectMessageClass(AgentCommand.What.class);
    placer.tell(new AgentReply.Report(id, what.ask(), epoch, false, List.of()));
    return what.epoch();
  }

  private static PlacementUpdate placed(TestProbe<AgentCommand> agent) {
    return agent.expectMessageClass(AgentCommand.Placed.class).update();
  }
}
