package sluice.service.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.sink.SinkConfig;
import sluice.service.ServiceFixture;
import sluice.testing.ConfigText;

/** A stream's sinks: opened with it, finished within a limit, abandoned when they hang. */
@Timeout(60)
class StreamHostSinksTest extends StreamHostFixture {
  private static SinkConfig hook(Path folder) {
    return Objects.requireNonNull(
        ConfigText.of(
                folder, "sluice.sinks.hook { type = webhook, url = \"http://127.0.0.1:1/\" }\n")
            .fine()
            .sinks()
            .get("hook"));
  }

  @Test
  void streamThatIsPausedFromTheStart_hasSinks_whoseOldFilesAreDeleted() {
    ActorRef<StreamCommand> host =
        kit.spawn(
            StreamHost.create(
                ServiceFixture.stream("lobby"),
                true,
                "added",
                new StreamContext(
                    ServiceFixture.RECOVERY,
                    fixture.ports().streams(),
                    registry,
                    manager.getRef())));
    awaitState(host, StreamState.PAUSED);
    assertThat(fixture.outputs).hasSize(1);
    assertThat(fixture.runs).isEmpty();
  }

  @Test
  void sinksThatHang_areGivenUpAndCounted_andTheStreamEnds() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    TestProbe<Done> replyTo = kit.createTestProbe(Done.class);
    host.tell(new StreamCommand.Stop(replyTo.getRef()));
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);
    host.tell(new StreamCommand.Pause()); // a request meanwhile must not lift the deadline
    status(host);

    time.timePasses(OpenOutputs.GRACE);

    replyTo.expectMessage(Done.getInstance());
    assertThat(fixture.outputs.getFirst().abandoned).isTrue();
  }

  @Test
  void streamWhoseSinksHang_startsAnewWithOthers_andCountsUntilTheyReturn() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec("lobby", "rtsp://cam/other", "person", 0.5, true, List.of())));
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);

    time.timePasses(OpenOutputs.GRACE);

    awaitState(host, StreamState.STARTING);
    assertThat(fixture.outputs).hasSize(2);
    assertThat(status(host).faults().stuckThreads()).isOne();
    fixture.outputs.getFirst().finished.complete(null);
    await().until(() -> status(host).faults().stuckThreads() == 0);
    assertThat(status(host).state()).isEqualTo(StreamState.STARTING);
  }

  @Test
  void deadlineOfSinks_holdsThoughAnotherMessageFails() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    TestProbe<Done> replyTo = kit.createTestProbe(Done.class);
    host.tell(new StreamCommand.Stop(replyTo.getRef()));
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);
    host.tell(new StreamCommand.OfModel(null)); // can't be handled
    status(host);

    time.timePasses(OpenOutputs.GRACE);

    replyTo.expectMessage(Done.getInstance());
    assertThat(fixture.outputs.getFirst().abandoned).isTrue();
  }

  @Test
  void sinksOfAStreamThatIsRemoved_areTold() {
    StreamSpec spec =
        ServiceFixture.spec(
            "lobby", "rtsp://cam/a", "person", 0.5, true, List.of(ServiceFixture.sink("a")));
    ActorRef<StreamCommand> host = start(spec);
    running(host);

    host.tell(new StreamCommand.Remove());
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);

    assertThat(fixture.outputs.getFirst().states).endsWith("removed a");
  }

  @Test
  void sinksOfAStreamThatEndsWithTheService_areNotTold() {
    StreamSpec spec =
        ServiceFixture.spec(
            "lobby", "rtsp://cam/a", "person", 0.5, true, List.of(ServiceFixture.sink("a")));
    ActorRef<StreamCommand> host = start(spec);
    running(host);

    host.tell(new StreamCommand.Stop(kit.createTestProbe(Done.class).getRef()));
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);

    assertThat(fixture.outputs.getFirst().states).doesNotContain("removed a");
  }

  @Test
  void sinkThatAStreamLeaves_isTold_andNoOther() {
    SinkConfig a = ServiceFixture.sink("a");
    SinkConfig b = ServiceFixture.sink("b");
    ActorRef<StreamCommand> host =
        start(ServiceFixture.spec("lobby", "rtsp://cam/a", "person", 0.5, true, List.of(a, b)));
    running(host);

    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec("lobby", "rtsp://cam/a", "person", 0.5, true, List.of(b))));
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);

    assertThat(fixture.outputs.getFirst().states).endsWith("removed a").doesNotContain("removed b");
  }

  @Test
  void sinkWithAFarSide_isTold_alsoWhereTheStreamRests(@TempDir Path folder) {
    SinkConfig hook = hook(folder);
    SinkConfig file = ServiceFixture.sink("a");
    ActorRef<StreamCommand> host =
        start(
            ServiceFixture.spec(
                "lobby", "rtsp://cam/a", "person", 0.5, false, List.of(hook, file)));
    assertThat(fixture.outputs).isEmpty();

    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec("lobby", "rtsp://cam/a", "person", 0.5, false, List.of(file))));

    await().until(() -> fixture.outputs.size() == 1);
    await().until(() -> fixture.outputs.getFirst().finishing);
    assertThat(fixture.outputs.getFirst().states).containsExactly("removed hook");
    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec("lobby", "rtsp://cam/a", "person", 0.5, false, List.of(hook))));
    host.tell(new StreamCommand.Remove());
    await().until(() -> fixture.outputs.size() == 2);
    await().until(() -> fixture.outputs.getLast().finishing);
    assertThat(fixture.outputs.getLast().states).containsExactly("removed hook");
  }

  @Test
  void sinkWithAFarSide_isToldOnce_whereTheStreamIsRemovedWhileItsSinksAreFinished(
      @TempDir Path folder) {
    SinkConfig hook = hook(folder);
    ActorRef<StreamCommand> host =
        start(ServiceFixture.spec("lobby", "rtsp://cam/a", "person", 0.5, true, List.of(hook)));
    running(host);
    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec("lobby", "rtsp://cam/other", "person", 0.5, true, List.of(hook))));
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);

    host.tell(new StreamCommand.Remove());
    status(host);
    fixture.outputs.getFirst().finished.complete(null);

    await().until(() -> fixture.outputs.size() == 2);
    await().until(() -> fixture.outputs.getLast().finishing);
    fixture.outputs.getLast().finished.complete(null);
    kit.createTestProbe(Done.class).expectTerminated(host);
    assertThat(fixture.outputs.getFirst().states).doesNotContain("removed hook");
    assertThat(fixture.outputs.getLast().states).containsExactly("removed hook");
    assertThat(fixture.outputs).hasSize(2);
  }

  @Test
  void sinkThatAPausedStreamLeaves_isTold_andTheOthersAreOpenedAnew() {
    SinkConfig a = ServiceFixture.sink("a");
    SinkConfig b = ServiceFixture.sink("b");
    ActorRef<StreamCommand> host =
        start(ServiceFixture.spec("lobby", "rtsp://cam/a", "person", 0.5, true, List.of(a, b)));
    running(host);
    host.tell(new StreamCommand.Pause());
    fixture.run().end(null);
    awaitState(host, StreamState.PAUSED);
    String cause = status(host).cause();

    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec("lobby", "rtsp://cam/a", "person", 0.5, true, List.of(b))));
    await().until(() -> fixture.outputs.getFirst().finishing);
    fixture.outputs.getFirst().finished.complete(null);
    await().until(() -> fixture.outputs.size() == 2);

    assertThat(fixture.outputs.getFirst().states)
        .endsWith("paused", "removed a")
        .doesNotContain("removed b");
    assertThat(fixture.outputs.getLast().settings.sinks()).containsExactly(b);
    await().until(() -> fixture.outputs.getLast().states.equals(List.of("paused")));
    assertThat(status(host).state()).isEqualTo(StreamState.PAUSED);
    assertThat(status(host).cause()).isEqualTo(cause);
    assertThat(fixture.runs).hasSize(1);
  }
}
