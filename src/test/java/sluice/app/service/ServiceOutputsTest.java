package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
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
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.message.PublishObserver;
import sluice.service.ServiceFixture;
import sluice.service.stream.OutputSettings;
import sluice.stage.sink.LocalSinkType;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkReport;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.jsonl.JsonLinesSinkConfig;
import sluice.stage.sink.jsonl.JsonLinesSinkType;
import sluice.testing.CapturedLog;

@Timeout(30)
class ServiceOutputsTest {
  private final StreamPictures pictures = new StreamPictures(5);
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
          stream -> "");

  /** Sinks that can't be finished. */
  private static final class FailingType implements LocalSinkType<JsonLinesSinkConfig> {
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

  private record FailingSink(String name) implements StreamSink {
    @Override
    public ResultReceiver forRun(SourceInfo source) {
      throw new UnsupportedOperationException();
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
    try (CapturedLog log = CapturedLog.of(ServiceOutputs.class)) {
      outputs
          .open(
              new OutputSettings(
                  "lobby",
                  List.of(config),
                  ServiceFixture.stream("lobby").config().source(),
                  Delivery.LATEST))
          .finish()
          .toCompletableFuture()
          .join();

      assertThat(log.lines(Level.WARN))
          .containsExactly("stream lobby: sink files: the disk is full");
    }
  }
}
