package sluice.cluster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.cluster.Terms;
import sluice.cluster.placement.NodeOffer;
import sluice.cluster.stream.DesiredStream.Wishes;
import sluice.cluster.stream.PlacementNode.Condition;
import sluice.cluster.stream.PlacementView.State;
import sluice.cluster.stream.PlacementView.StreamPlace;

/** A placer's book with two agents, which answer only what a test says, in virtual time. */
@Timeout(60)
class PlacementBookTest {
  private static final Duration MARGIN = Duration.ofSeconds(7);
  private static final NodeId A = new NodeId("a:1", 1);
  private static final NodeId B = new NodeId("b:1", 2);

  private final FakeAgent a = new FakeAgent(A);
  private final FakeAgent b = new FakeAgent(B);
  private final PlacementBook book =
      new PlacementBook(
          PlacerSettings.withMargin(MARGIN),
          new PlacerOutbox(
              TestInbox.<AgentReply>create().getRef(),
              (node, command) -> node.agent().orElseThrow().tell(command)),
          stream -> OptionalDouble.empty());

  /** Takes what the placer sends, and answers only what a test says. */
  private final class FakeAgent {
    final NodeId id;
    final TestInbox<AgentCommand> inbox = TestInbox.create();
    private final List<AgentCommand> unread = new ArrayList<>();
    private AgentCommand.What asked;

    FakeAgent(NodeId id) {
      this.id = id;
    }

    PlacementNode info() {
      return new PlacementNode(id, 10, Set.of(), Condition.UP, Optional.of(inbox.getRef()));
    }

    /** All messages of a kind that have come since. */
    <T extends AgentCommand> List<T> all(Class<T> kind) {
      unread.addAll(inbox.getAllReceived());
      List<T> found = unread.stream().filter(kind::isInstance).map(kind::cast).toList();
      unread.removeAll(found);
      return found;
    }

    /** The only one. */
    <T extends AgentCommand> T next(Class<T> kind) {
      List<T> found = all(kind);
      assertThat(found).as("%s to %s", kind.getSimpleName(), id).hasSize(1);
      return found.getFirst();
    }

    AgentCommand.Run run() {
      return next(AgentCommand.Run.class);
    }

    AgentCommand.Halt halt() {
      return next(AgentCommand.Halt.class);
    }

    /** The last question. */
    AgentCommand.What what() {
      List<AgentCommand.What> found = all(AgentCommand.What.class);
      asked = found.isEmpty() ? asked : found.getLast();
      return asked;
    }

    /** Answers the last question. */
    void report(long epoch, ReportedRun... runs) {
      book.answer(new AgentReply.Report(id, what().ask(), epoch, false, List.of(runs)));
    }

    void ran(AgentCommand.Run run) {
      book.answer(new AgentReply.Ran(id, run.id(), run.epoch()));
    }

    void halted(AgentCommand.Halt halt) {
      book.answer(new AgentReply.Halted(id, halt.id(), halt.epoch()));
    }
  }

  @Test
  void asksAll_claimsAnEpochAboveAllOthers_andPlacesWhatNobodyRuns() {
    long before = Terms.next(Terms.next(0)) + 17;
    members(a.info(), b.info());
    desire(stream("gate"), stream("yard"));
    assertThat(a.what().epoch()).isZero();
    assertThat(b.what().epoch()).isZero();
    a.report(before, running("gate", 5, 1));
    assertThat(a.what().epoch()).isZero();
    b.report(0);

    long claim = a.what().epoch();
    assertThat(claim).isEqualTo(Terms.next(before));
    assertThat(b.what().epoch()).isEqualTo(claim);
    a.report(claim, running("gate", 5, 1));
    b.report(claim);
    planTime();

    AgentCommand.Run run = b.run();
    assertThat(run.id()).isEqualTo("yard");
    assertThat(run.spec()).isEqualTo("yard 1");
    assertThat(run.epoch()).isGreaterThan(claim);
    assertThat(place("yard").state()).isEqualTo(State.STARTING);
    b.ran(run);
    assertThat(place("yard"))
        .isEqualTo(
            new StreamPlace(
                State.RUNNING,
                Optional.of(B),
                Optional.empty(),
                run.epoch(),
                OptionalDouble.empty(),
                ""));
    assertThat(place("gate"))
        .isEqualTo(
            new StreamPlace(
                State.RUNNING, Optional.of(A), Optional.empty(), 5, OptionalDouble.empty(), ""));
    assertThat(a.all(AgentCommand.Run.class)).isEmpty();
    assertThat(book.view().nodes())
        .extracting(PlacementView.NodePlace::weight, PlacementView.NodePlace::intake)
        .containsExactly(tuple(1.0, NodeOffer.Intake.OPEN), tuple(1.0, NodeOffer.Intake.OPEN));
  }

  @Test
  void silentMember_isWaitedForThreeSeconds_butWhatItMayRunIsNotBegunElsewhere() {
    members(a.info(), b.info());
    desire(stream("gate"), stream("yard"));
    a.report(0);
    passes(Duration.ofMillis(2_750));
    assertThat(a.what().epoch()).isZero();

    passes(Duration.ofMillis(500));
    long claim = a.what().epoch();
    assertThat(claim).isPositive();
    a.report(claim, running("gate", 5, 0));
    assertThat(a.run().spec()).as("what is known goes on").isEqualTo("gate 1");
    passes(Duration.ofSeconds(1));
    assertThat(place("yard").state()).isEqualTo(State.WAITING);
    assertThat(place("yard").reason()).isEqualTo("it may run at node b:1, which has not answered");

    b.report(claim, running("yard", 6, 1));

    assertThat(place("yard").state()).isEqualTo(State.RUNNING);
    passes(Duration.ofSeconds(5));
    assertThat(a.all(AgentCommand.Run.class)).noneMatch(run -> run.id().equals("yard"));
  }

  @Test
  void memberThatIsStillSilentAfterAMinute_isNotWaitedForAnyLonger() {
    members(a.info(), b.info());
    desire(stream("yard"));
    a.report(0);
    passes(Duration.ofSeconds(4));
    a.report(a.what().epoch());
    passes(Duration.ofSeconds(55));
    assertThat(place("yard").state()).isEqualTo(State.WAITING);
    passes(Duration.ofSeconds(10));
    assertThat(place("yard").node()).contains(A);
  }

  @Test
  void memberThatComesLater_hasAsMuchTimeToAnswer_asThoseOfTheBegin() {
    members(a.info());
    desire(stream("yard"));
    a.report(0);
    a.report(a.what().epoch());
    passes(Duration.ofSeconds(70));

    members(a.info(), b.info());
    desire(stream("yard"), stream("gate"));
    passes(Duration.ofSeconds(55));
    assertThat(place("gate").state()).isEqualTo(State.WAITING);
    passes(Duration.ofSeconds(10));

    assertThat(place("gate").node()).contains(A);
  }

  @Test
  void moves_haltFirst_andBeginAfterHalted() {
    FakeAgent from = started();
    FakeAgent to = other(from);
    AgentCommand.Run run = from.run();
    from.ran(run);

    book.answer(new AgentReply.Leaving(from.id));
    planTime();

    AgentCommand.Halt halt = from.halt();
    assertThat(halt.epoch()).isGreaterThan(run.epoch());
    assertThat(place("gate"))
        .isEqualTo(
            new StreamPlace(
                State.MOVING,
                Optional.of(from.id),
                Optional.of(to.id),
                halt.epoch(),
                OptionalDouble.empty(),
                "node " + from.id + " leaves"));
    book.answer(new AgentReply.Halted(from.id, "gate", run.epoch()));
    passes(Duration.ofSeconds(30));
    assertThat(to.all(AgentCommand.Run.class)).isEmpty();
    assertThat(place("gate").node()).as("its own until it says so").contains(from.id);

    from.halted(halt);

    assertThat(to.run().epoch()).isGreaterThan(halt.epoch());
  }

  @Test
  void whatIsNotAnswered_isSentAgain_withTheSameEpoch() {
    FakeAgent at = started();
    AgentCommand.Run run = at.run();
    passes(Duration.ofSeconds(1));
    assertThat(at.run()).isEqualTo(run);
    at.ran(run);
    passes(Duration.ofSeconds(2));
    assertThat(at.all(AgentCommand.Run.class)).isEmpty();

    passes(Duration.ofSeconds(10));
    desire();

    AgentCommand.Halt halt = at.halt();
    passes(Duration.ofSeconds(1));
    assertThat(at.halt()).isEqualTo(halt);
    assertThat(place("gate").state()).isEqualTo(State.ENDING);
    at.halted(halt);
    assertThat(book.view().streams()).isEmpty();
  }

  @Test
  void streamsOfADownedNode_areFreeWhenTheMarginIsOver() {
    FakeAgent lost = started();
    FakeAgent left = other(lost);
    lost.ran(lost.run());

    gone(left, new GoneNode(lost.id, false, Duration.ZERO));
    passes(MARGIN);

    assertThat(place("gate"))
        .as("it may have been removed right before a tick")
        .extracting(StreamPlace::state, StreamPlace::reason)
        .containsExactly(
            State.WAITING, "node " + lost.id + " is gone, and may run it for some seconds");
    assertThat(left.all(AgentCommand.Run.class)).isEmpty();
    passes(Duration.ofSeconds(1));
    assertThat(left.run().id()).isEqualTo("gate");
  }

  @Test
  void streamsOfANodeThatLeftInOrder_areFreeAtOnce() {
    FakeAgent gone = started();
    gone(other(gone), new GoneNode(gone.id, true, Duration.ZERO));
    planTime();
    assertThat(other(gone).run().id()).isEqualTo("gate");
  }

  @Test
  void nodeThatWasDownedBeforeThePlacerBegan_hasItsMarginToo() {
    gone(a, new GoneNode(B, false, Duration.ofSeconds(2)));
    desire(stream("gate"));
    a.report(0);
    a.report(a.what().epoch());
    passes(Duration.ofMillis(4_500));
    assertThat(place("gate").reason()).isEqualTo("it may run at node b:1, which has not answered");
    passes(Duration.ofSeconds(1));
    assertThat(place("gate").node()).contains(A);
  }

  @Test
  void changedStream_isToldToItsNode_whereItRuns() {
    FakeAgent at = started();
    at.ran(at.run());

    desire(new DesiredStream("gate", "gate 2", 2, true, 1, Wishes.NONE));

    AgentCommand.Run changed = at.run();
    assertThat(changed.spec()).isEqualTo("gate 2");
    assertThat(changed.paused()).isTrue();
    at.ran(changed);
    desire(new DesiredStream("gate", "gate 2", 2, true, 1, Wishes.NONE));
    passes(Duration.ofSeconds(1));
    assertThat(at.all(AgentCommand.Run.class)).isEmpty();
  }

  @Test
  void streamThatANodeCannotRun_waits_isToldWhy_andIsTriedAgain() {
    FakeAgent at = started();
    book.answer(new AgentReply.Failed(at.id, "gate", at.run().epoch(), "no such model"));
    at.halted(at.halt());
    passes(Duration.ofSeconds(20));
    assertThat(place("gate"))
        .extracting(StreamPlace::state, StreamPlace::reason)
        .containsExactly(State.WAITING, "node " + at.id + " can't run it: no such model");

    passes(Duration.ofSeconds(11));

    assertThat(place("gate").state()).isEqualTo(State.STARTING);
  }

  @Test
  void streamThatFitsNowhere_waits_isToldWhy_andHoldsNoOtherUp() {
    Wishes gpu = new Wishes(OptionalDouble.empty(), Set.of("gpu"), Set.of(), Set.of(), 9);
    members(a.info());
    desire(new DesiredStream("dark", "dark 1", 1, false, 1, gpu), stream("gate"));
    a.report(0);
    a.report(a.what().epoch());
    planTime();
    assertThat(place("gate").state()).isEqualTo(State.STARTING);
    assertThat(place("dark").reason()).isEqualTo("needs gpu; 0 of 1 nodes have it");
  }

  @Test
  void streamThatRunsTwice_endsWhereItBeganEarlier() {
    members(a.info(), b.info());
    desire(stream("gate"));
    a.report(0);
    b.report(0);
    a.report(a.what().epoch(), running("gate", 5, 1));
    b.report(b.what().epoch(), running("gate", 6, 1));

    AgentCommand.Halt halt = a.halt();
    assertThat(place("gate").node()).contains(B);
    a.halted(halt);
    passes(Duration.ofSeconds(3));
    assertThat(a.all(AgentCommand.Halt.class)).isEmpty();
    assertThat(b.all(AgentCommand.Halt.class)).isEmpty();
  }

  @Test
  void streamThatNobodyWants_isEnded() {
    members(a.info());
    desire();
    a.report(0);
    a.report(a.what().epoch(), running("gate", 5, 1));
    passes(Duration.ofSeconds(9));
    assertThat(a.all(AgentCommand.Halt.class)).as("what is desired may be new here").isEmpty();
    passes(Duration.ofSeconds(2));
    a.halted(a.halt());
    assertThat(book.view().streams()).isEmpty();
  }

  @Test
  void streamThatItsNodeDoesNotRunAnyMore_isHaltedThere_andBegunAgain() {
    FakeAgent at = started();
    at.ran(at.run());
    passes(Duration.ofSeconds(11));
    at.report(at.what().epoch());
    at.halted(at.halt());
    planTime();
    assertThat(place("gate").state()).isEqualTo(State.STARTING);
  }

  @Test
  void reportThatIsOlderThanWhatIsKnown_changesNothing() {
    FakeAgent at = started();
    passes(Duration.ofSeconds(11));
    long ask = at.what().ask();
    at.ran(at.all(AgentCommand.Run.class).getLast());
    book.answer(new AgentReply.Report(at.id, ask, at.what().epoch(), false, List.of()));
    assertThat(at.all(AgentCommand.Halt.class)).isEmpty();
  }

  @Test
  void placerThatIsNotTheLast_asksAllAgain_beforeItGoesOn() {
    FakeAgent at = started();
    long other = Terms.next(at.run().epoch());
    book.answer(new AgentReply.Outdated(at.id, "gate", other));
    passes(Duration.ofSeconds(3));
    assertThat(a.what().epoch()).isEqualTo(Terms.next(other));
    assertThat(b.what().epoch()).isEqualTo(Terms.next(other));
  }

  @Test
  void measuredWeight_counts_whereNoneIsSet() {
    FakeAgent at = started();
    AgentCommand.Run run = at.run();
    at.ran(run);
    passes(Duration.ofSeconds(11));
    at.report(run.epoch(), new ReportedRun("gate", run.epoch(), 1, false, OptionalDouble.of(3.5)));
    assertThat(book.view().nodes().stream().mapToDouble(PlacementView.NodePlace::weight).sum())
        .isEqualTo(3.5);
  }

  @Test
  void nothingMovesForBalance_whileSomeAreMeasured_andOthersAboutToBe() {
    members(a.info(), b.info());
    desire(stream("s1"), stream("s2"), stream("s3"), stream("s4"));
    a.report(0);
    b.report(0);
    long claim = a.what().epoch();
    a.report(claim, running("s1", 1, 1), running("s2", 2, 1));
    b.report(b.what().epoch(), running("s3", 3, 1), running("s4", 4, 1));
    passes(Duration.ofSeconds(11));

    a.report(claim, measured("s1", 1), measured("s2", 2));
    passes(Duration.ofSeconds(11));
    assertThat(b.all(AgentCommand.Halt.class)).isEmpty();

    passes(Duration.ofMinutes(2));
    assertThat(b.all(AgentCommand.Halt.class)).as("never measured").isNotEmpty();
  }

  private static ReportedRun measured(String id, long epoch) {
    return new ReportedRun(id, epoch, 1, false, OptionalDouble.of(0.1));
  }

  @Test
  void operatorsMove_isMade_orRefusedInWords() {
    FakeAgent from = started();
    FakeAgent to = other(from);
    assertThat(book.move("gate", to.id.address())).isEqualTo("stream gate runs at no node now");
    from.ran(from.run());
    assertThat(book.move("yard", to.id.address())).isEqualTo("there is no stream yard");
    assertThat(book.move("gate", "c:1")).isEqualTo("node c:1 takes no streams now");
    desire(
        new DesiredStream(
            "gate",
            "gate 1",
            1,
            false,
            1,
            new Wishes(OptionalDouble.empty(), Set.of("gpu"), Set.of(), Set.of(), 0)));
    assertThat(book.move("gate", to.id.address()))
        .isEqualTo("stream gate needs gpu, which node " + to.id + " doesn't have");
    desire(stream("gate"));
    assertThat(book.move("gate", from.id.address())).as("is there already").isEmpty();
    assertThat(from.all(AgentCommand.Halt.class)).isEmpty();

    assertThat(book.move("gate", to.id.address())).isEmpty();

    from.halted(from.halt());
    assertThat(to.run().id()).isEqualTo("gate");
  }

  /** A placer of two nodes that has told one of them to run a stream: that one. */
  private FakeAgent started() {
    members(a.info(), b.info());
    desire(stream("gate"));
    a.report(0);
    b.report(0);
    a.report(a.what().epoch());
    b.report(b.what().epoch());
    planTime();
    return place("gate").node().orElseThrow().equals(A) ? a : b;
  }

  private FakeAgent other(FakeAgent agent) {
    return agent == a ? b : a;
  }

  private static DesiredStream stream(String id) {
    return new DesiredStream(id, id + " 1", 1, false, 1, Wishes.NONE);
  }

  private static ReportedRun running(String id, long epoch, long version) {
    return new ReportedRun(id, epoch, version, false, OptionalDouble.empty());
  }

  private void members(PlacementNode... nodes) {
    book.nodes(new PlacerCommand.Nodes(List.of(nodes), List.of()));
  }

  private void gone(FakeAgent left, GoneNode gone) {
    book.nodes(new PlacerCommand.Nodes(List.of(left.info()), List.of(gone)));
  }

  private void desire(DesiredStream... streams) {
    book.allDesired(List.of(streams));
  }

  private void planTime() {
    if (book.isDirty()) {
      book.plan();
    }
  }

  private void passes(Duration duration) {
    planTime();
    for (long i = 0; i < duration.dividedBy(PlacementBook.TICK); i++) {
      book.advance(PlacementBook.TICK.toMillis());
      book.tick();
      planTime();
    }
  }

  private StreamPlace place(String id) {
    StreamPlace place = book.view().streams().get(id);
    assertThat(place).as(id).isNotNull();
    return place;
  }
}
