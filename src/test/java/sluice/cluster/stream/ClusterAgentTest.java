package sluice.cluster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.cluster.Terms;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

@Timeout(60)
class ClusterAgentTest {
  private static final NodeId SELF = new NodeId("a:1", 1);
  private static final long TERM = Terms.next(0);

  private final ActorTestKit kit = ClusterKit.create();
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<AgentReply> placer = kit.createTestProbe(AgentReply.class);
  private final FakeStreams streams = new FakeStreams();
  private final PlacementDirectory directory = new PlacementDirectory();
  private final ActorRef<AgentCommand> agent =
      kit.spawn(ClusterAgent.create(SELF, streams, directory));

  /** Writes down what is asked of it. */
  private static final class FakeStreams implements LocalStreams {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final Deque<CompletableFuture<Done>> ends = new ArrayDeque<>();

    @Override
    public void run(String id, String spec, boolean paused, long epoch) {
      calls.add("run " + id + " " + spec + (paused ? " paused " : " ") + epoch);
      if (spec.equals("bad")) {
        throw new SluiceException(ErrorCode.values()[0], "there is no model of that name");
      }
    }

    @Override
    public synchronized CompletionStage<Done> halt(String id, boolean removed) {
      calls.add("halt " + id);
      CompletableFuture<Done> end = new CompletableFuture<>();
      ends.add(end);
      return end;
    }

    synchronized CompletableFuture<Done> end() {
      return ends.removeFirst();
    }

    @Override
    public OptionalDouble weight(String id) {
      return OptionalDouble.of(2);
    }
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void streamRuns_isReported_andEndsBeforeItIsSaidTo() {
    run("gate", "spec", 4, TERM + 1);
    placer.expectMessage(new AgentReply.Ran(SELF, "gate", TERM + 1));
    assertThat(report(1, TERM).runs())
        .containsExactly(new ReportedRun("gate", TERM + 1, 4, false, OptionalDouble.of(2)));

    halt("gate", TERM + 2);
    assertThat(report(2, TERM).runs())
        .containsExactly(new ReportedRun("gate", TERM + 2, 4, true, OptionalDouble.of(2)));
    placer.expectNoMessage(Duration.ZERO);
    streams.end().complete(Done.getInstance());

    placer.expectMessage(new AgentReply.Halted(SELF, "gate", TERM + 2));
    assertThat(report(3, TERM).runs()).isEmpty();
    assertThat(streams.calls).containsExactly("run gate spec " + (TERM + 1), "halt gate");
  }

  @Test
  void commandsThatComeTwice_areAnsweredTwice_andFollowedOnce() {
    run("gate", "spec", 4, TERM + 1);
    run("gate", "spec", 4, TERM + 1);
    placer.expectMessage(new AgentReply.Ran(SELF, "gate", TERM + 1));
    placer.expectMessage(new AgentReply.Ran(SELF, "gate", TERM + 1));
    halt("gate", TERM + 2);
    halt("gate", TERM + 2);
    report(1, TERM);
    streams.end().complete(Done.getInstance());
    placer.expectMessage(new AgentReply.Halted(SELF, "gate", TERM + 2));
    halt("gate", TERM + 2);
    placer.expectMessage(new AgentReply.Halted(SELF, "gate", TERM + 2));
    assertThat(streams.calls).hasSize(2);
  }

  @Test
  void lateRun_doesNotBeginWhatWasHaltedSince_evenIfItNeverRan() {
    halt("gate", TERM + 2);
    placer.expectMessage(new AgentReply.Halted(SELF, "gate", TERM + 2));
    run("gate", "spec", 4, TERM + 1);
    assertThat(report(1, TERM).runs()).isEmpty();
    assertThat(streams.calls).isEmpty();
  }

  @Test
  void commandsOfAnEarlierPlacer_areRefused_onceAnotherHasClaimed() {
    long next = Terms.next(TERM);
    assertThat(report(1, next).epoch()).isEqualTo(next);

    run("gate", "spec", 4, TERM + 1);
    placer.expectMessage(new AgentReply.Outdated(SELF, "gate", next));
    halt("gate", TERM + 2);
    placer.expectMessage(new AgentReply.Outdated(SELF, "gate", next));
    assertThat(report(2, TERM).epoch()).isEqualTo(next);
    run("gate", "spec", 4, next + 1);
    placer.expectMessage(new AgentReply.Ran(SELF, "gate", next + 1));
  }

  @Test
  void questionWithoutAClaim_changesNothing() {
    report(1, TERM);
    assertThat(report(2, 0).epoch()).isEqualTo(TERM);
    run("gate", "spec", 4, TERM + 1);
    placer.expectMessage(new AgentReply.Ran(SELF, "gate", TERM + 1));
    assertThat(report(3, 0).epoch()).isEqualTo(TERM + 1);
  }

  @Test
  void runForAStreamThatEnds_beginsItWhenItHasEnded() {
    run("gate", "old", 4, TERM + 1);
    placer.expectMessageClass(AgentReply.Ran.class);
    halt("gate", TERM + 2);
    run("gate", "new", 5, TERM + 3);
    report(1, TERM);
    assertThat(streams.calls).hasSize(2);

    streams.end().complete(Done.getInstance());

    placer.expectMessage(new AgentReply.Ran(SELF, "gate", TERM + 3));
    assertThat(streams.calls.getLast()).isEqualTo("run gate new " + (TERM + 3));
  }

  @Test
  void otherSpecification_isApplied_andOneThatCannotBeUsedIsSaid() {
    run("gate", "spec", 4, TERM + 1);
    placer.expectMessageClass(AgentReply.Ran.class);
    run("gate", "other", 5, TERM + 2);
    placer.expectMessage(new AgentReply.Ran(SELF, "gate", TERM + 2));
    run("gate", "bad", 6, TERM + 3);
    placer.expectMessage(
        new AgentReply.Failed(SELF, "gate", TERM + 3, "there is no model of that name"));
    run("yard", "bad", 6, TERM + 4);
    placer.expectMessageClass(AgentReply.Failed.class);

    assertThat(report(1, TERM).runs()).extracting(ReportedRun::version).containsExactly(5L);
  }

  @Test
  void streamThatCouldNotEnd_runsOn_andIsEndedWhenAskedAgain() {
    run("gate", "spec", 4, TERM + 1);
    placer.expectMessageClass(AgentReply.Ran.class);
    halt("gate", TERM + 2);
    report(1, TERM);
    streams.end().completeExceptionally(new IllegalStateException("stuck"));
    placer.expectNoMessage(Duration.ofMillis(50));
    assertThat(report(2, TERM).runs()).extracting(ReportedRun::halting).containsExactly(false);

    halt("gate", TERM + 2);
    report(3, TERM);
    streams.end().complete(Done.getInstance());

    placer.expectMessage(new AgentReply.Halted(SELF, "gate", TERM + 2));
  }

  @Test
  void streamsGoOn_whenNoPlacerIsHeardOf() {
    run("gate", "spec", 4, TERM + 1);
    placer.expectMessageClass(AgentReply.Ran.class);
    time.timePasses(Duration.ofHours(1));
    assertThat(report(1, 0).runs()).hasSize(1);
    assertThat(streams.calls).hasSize(1);
  }

  @Test
  void leavingNode_saysSoUntilItIsEmpty_andBeginsNothing() {
    TestProbe<Done> drained = kit.createTestProbe(Done.class);
    report(1, TERM);
    run("gate", "spec", 4, TERM + 1);
    placer.expectMessageClass(AgentReply.Ran.class);

    agent.tell(new AgentCommand.Drain(drained.ref()));

    placer.expectMessage(new AgentReply.Leaving(SELF));
    time.timePasses(Duration.ofSeconds(1));
    placer.expectMessage(new AgentReply.Leaving(SELF));
    run("yard", "spec", 4, TERM + 2);
    placer.expectMessage(new AgentReply.Failed(SELF, "yard", TERM + 2, "node a:1 leaves"));
    assertThat(report(2, TERM).leaving()).isTrue();
    drained.expectNoMessage(Duration.ZERO);
    halt("gate", TERM + 3);
    report(3, TERM);
    streams.end().complete(Done.getInstance());
    placer.expectMessageClass(AgentReply.Halted.class);
    drained.expectMessage(Done.getInstance());
  }

  @Test
  void leavingNodeWithoutStreams_isDrainedAtOnce() {
    TestProbe<Done> drained = kit.createTestProbe(Done.class);
    agent.tell(new AgentCommand.Drain(drained.ref()));
    drained.expectMessage(Done.getInstance());
  }

  private void run(String id, String spec, long version, long epoch) {
    agent.tell(new AgentCommand.Run(id, spec, version, false, epoch, placer.ref()));
  }

  private void halt(String id, long epoch) {
    agent.tell(new AgentCommand.Halt(id, false, epoch, placer.ref()));
  }

  private AgentReply.Report report(long ask, long epoch) {
    agent.tell(new AgentCommand.What(ask, epoch, placer.ref()));
    AgentReply.Report report = placer.expectMessageClass(AgentReply.Report.class);
    assertThat(report.ask()).isEqualTo(ask);
    return report;
  }
}
