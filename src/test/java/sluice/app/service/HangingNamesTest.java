package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.app.hosts.HostLookup;
import sluice.app.recording.RecordingSources;
import sluice.app.recording.ServiceRecordings;
import sluice.app.scene.StreamScenes;
import sluice.config.settings.HostRules;
import sluice.config.settings.RecordingConfig;
import sluice.config.settings.SecurityConfig;
import sluice.core.scene.SceneListener;
import sluice.live.LiveVideos;
import sluice.service.ServiceFixture;
import sluice.service.model.ModelRegistry;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamPorts;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;

/** Streams whose names are at a name server that never answers. */
@Timeout(120)
class HangingNamesTest {
  private static final int STREAMS = 4;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ActorTestKit kit = ActorTestKit.create();
  private final ServiceFixture fixture = new ServiceFixture();
  private final CountDownLatch answers = new CountDownLatch(1);
  private final TestProbe<StreamManager.Answer> probe =
      kit.createTestProbe(StreamManager.Answer.class);
  private final ActorRef<StreamManager.Command> manager = manager();

  private ActorRef<StreamManager.Command> manager() {
    SecurityConfig rules =
        new SecurityConfig(Set.of("rtsp"), new HostRules(List.of("10.0.0.0/8")), List.of());
    SourceGuard guard =
        new SourceGuard(() -> rules, new HostLookup(this::hang, Duration.ofMillis(100)));
    StreamPorts fakes = fixture.ports().streams();
    StreamPorts ports =
        new StreamPorts(
            new ServiceRunner(
                kit.system(),
                guard,
                new DecoderIsolation(() -> rules),
                InstantSource.system(),
                new StreamScenes(InstantSource.system(), id -> SceneListener.NONE),
                Optional.empty(),
                new ServiceRecordings(
                    Path.of("recordings"),
                    () -> new RecordingConfig(Optional.empty(), 1L << 30, 0, Duration.ofDays(1)),
                    stream -> Optional.empty(),
                    facts -> {},
                    InstantSource.system()),
                new RecordingSources((stream, settings) -> List.of(), () -> 0),
                new LiveVideos(Runnable::run, InstantSource.system())),
            fakes.outputs(),
            fakes.observers(),
            fakes.fatalErrors(),
            fakes.clock(),
            fakes.random());
    ActorRef<ModelRegistry.Command> registry =
        kit.spawn(ModelRegistry.create(ServiceFixture.RECOVERY, fixture.ports().models()));
    return kit.spawn(StreamManager.create(ServiceFixture.RECOVERY, ports, registry));
  }

  private InetAddress[] hang(String host) {
    while (true) { // as the system's resolver, it can't be interrupted
      try {
        answers.await();
        return new InetAddress[] {InetAddress.ofLiteral("10.0.0.7")};
      } catch (InterruptedException e) {
        // goes on
      }
    }
  }

  @AfterEach
  void stop() {
    answers.countDown();
    kit.shutdownTestKit();
  }

  @Test
  void nameServerThatHangs_isTheCause_andHoldsNoStream() {
    for (int i = 0; i < STREAMS; i++) {
      manager.tell(
          new StreamManager.Put(
              ServiceFixture.spec(
                  "cam" + i, "rtsp://cam" + i + ".example/1", "person", 0.5, true, List.of()),
              false,
              StreamManager.STARTED,
              probe.ref()));
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(streams())
                    .hasSize(STREAMS)
                    .allSatisfy(
                        stream ->
                            assertThat(stream.faults().lastError())
                                .hasValueSatisfying(
                                    cause ->
                                        assertThat(cause)
                                            .contains("the name server does not answer for cam"))));

    IntStream.range(0, STREAMS)
        .forEach(i -> manager.tell(new StreamManager.Pause("cam" + i, probe.ref())));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(streams())
                    .allMatch(stream -> stream.state() == StreamState.PAUSED)
                    .allMatch(stream -> stream.faults().stuckThreads() == 0));
    TestProbe<Done> end = kit.createTestProbe(Done.class);
    manager.tell(new StreamManager.Stop(end.ref()));
    fixture.outputs.forEach(outputs -> outputs.finished.complete(null));
    end.receiveMessage(SOON);
    assertThat(fixture.fatalErrors).isEmpty();
  }

  private List<StreamStatus> streams() {
    TestProbe<List<StreamStatus>> answer = kit.createTestProbe();
    manager.tell(new StreamManager.ListStatus(answer.ref()));
    return answer.receiveMessage(SOON);
  }
}
