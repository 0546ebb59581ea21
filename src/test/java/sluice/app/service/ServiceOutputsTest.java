package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.app.page.StreamPictures;
import sluice.app.sink.SinkFactory;
import sluice.config.binding.UnionType;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.core.Delivery;
import sluice.core.ErrorCode;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.TestPicture;
import sluice.core.message.PublishObserver;
import sluice.core.scene.SceneEvent;
import sluice.service.ServiceFixture;
import sluice.service.stream.OutputSettings;
import sluice.service.stream.StreamOutputs;
import sluice.stage.sink.LocalSinkType;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.Results;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkReport;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.jsonl.JsonLinesSinkConfig;
import sluice.stage.sink.jsonl.JsonLinesSinkType;
import sluice.testing.CapturedLog;
import sluice.testing.SceneSamples;

@Timeout(30)
class ServiceOutputsTest {
  private final StreamPictures pictures = new StreamPictures(5);
  private final List<Object> came = new ArrayList<>();
  private volatile boolean mayWrite = true;
  private final ServiceOutputs outputs =
      new ServiceOutputs(
          new SinkFactory(
              List.of(new FailingType()),
              Clock.systemUTC(),
              Runnable::run,
              Path.of("spool"),
              new SinkFactory.DestinationSurroundings(
                  host -> InetAddress.getLoopbackAddress(), () -> ""),
              PublishObserver.NONE),
          pictures,
          stream -> "",
          Optional.of(() -> mayWrite));

  /** Sinks that can't be finished. */
  private final class FailingType implements LocalSinkType<JsonLinesSinkConfig> {
    @Override
    public UnionType.Variant<JsonLinesSinkConfig> variant() {
      return new JsonLinesSinkType().variant();
    }

    @Override
    public StreamSink create(JsonLinesSinkConfig config, SinkContext context) {
      return new FailingSink(config.name());
    }

    @Override
    public List<SinkFact> test(JsonLinesSinkConfig config) {
      return List.of();
    }
  }

  private final class FailingSink implements StreamSink {
    private final String name;

    FailingSink(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public ResultReceiver forRun(SourceInfo source) {
      return new ResultReceiver() {
        @Override
        public boolean offer(FrameResult result) {
          return came.add(result);
        }

        @Override
        public void whenSpace(Runnable wake) {
          wake.run();
        }

        @Override
        public void complete() {}

        @Override
        public CompletionStage<?> done() {
          return CompletableFuture.completedStage(null);
        }
      };
    }

    @Override
    public void happened(SceneEvent event) {
      came.add(event);
    }

    @Override
    public SinkHealth health() {
      return SinkHealth.ofWritten(0);
    }

    @Override
    public CompletionStage<SinkReport> finish() {
      return CompletableFuture.<SinkReport>failedFuture(
              new SluiceException(ErrorCode.OUTPUT, "the disk is full"))
          .minimalCompletionStage();
    }

    @Override
    public void abandon() {}
  }

  @AfterEach
  void close() {
    outputs.close();
    pictures.close();
  }

  @Test
  void sinkThatCantBeFinished_isLogged_withItsReason() {
    try (CapturedLog log = CapturedLog.of(ServiceOutputs.class)) {
      opened().finish().toCompletableFuture().join();

      assertThat(log.lines(Level.WARN))
          .containsExactly("stream lobby: sink files: the disk is full");
    }
  }

  private StreamOutputs opened() {
    JsonLinesSinkConfig config =
        new JsonLinesSinkConfig(
            "files",
            "{stream}.jsonl",
            1,
            false,
            OptionalInt.empty(),
            Optional.empty(),
            false,
            FrameChoice.ALL,
            MessageFilters.FRAMES);
    return outputs.open(
        new OutputSettings(
            "lobby",
            List.of(config),
            ServiceFixture.stream("lobby").config().source(),
            Delivery.LATEST));
  }

  @Test
  void nodeThatMayHaveLostItsStreams_tellsSinksNothing() {
    FrameResult result = Results.of(new FrameLedger(), TestPicture.bgr24(4, 3), 1, 40_000_000L);
    SceneEvent event = SceneSamples.start(1, "person");
    ResultReceiver receiver = opened().forRun(Results.source(4, 3)).getFirst();
    assertThat(receiver.offer(result)).isTrue();
    outputs.scene("lobby").happened(event);
    assertThat(came).containsExactly(result, event);

    mayWrite = false;

    assertThat(receiver.offer(result)).isTrue();
    outputs.scene("lobby").happened(event);
    assertThat(came).hasSize(2);
    result.close();
  }
}
