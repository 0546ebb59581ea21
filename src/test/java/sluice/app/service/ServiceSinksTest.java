package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.page.StreamPictures;
import sluice.app.sink.SinkFactory;
import sluice.config.binding.UnionType;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.config.sink.SinkConfig;
import sluice.core.message.PublishObserver;
import sluice.service.sink.SinkState;
import sluice.service.sink.SinkTestAnswer;
import sluice.stage.sink.LocalSinkType;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.jsonl.JsonLinesSinkConfig;
import sluice.stage.sink.jsonl.JsonLinesSinkType;
import sluice.testing.Latches;

@Timeout(30)
class ServiceSinksTest {
  private static final int SINKS = 6;

  @TempDir Path folder;

  private final CountDownLatch disk = new CountDownLatch(1);
  private final StreamPictures pictures = new StreamPictures(5);
  private final SinkFactory factory =
      new SinkFactory(
          List.of(new HangingType()),
          Clock.systemUTC(),
          Runnable::run,
          Path.of("spool"),
          new SinkFactory.DestinationSurroundings(
              host -> InetAddress.getLoopbackAddress(), () -> ""),
          PublishObserver.NONE);
  private final ServiceSinks sinks =
      new ServiceSinks(
          () -> IntStream.range(0, SINKS).mapToObj(this::files).toList(),
          factory,
          new ServiceOutputs(factory, pictures, stream -> "", Optional.empty()));

  /** Files on a disk that a test holds up. */
  private final class HangingType implements LocalSinkType<JsonLinesSinkConfig> {
    private final JsonLinesSinkType files = new JsonLinesSinkType();

    @Override
    public UnionType.Variant<JsonLinesSinkConfig> variant() {
      return files.variant();
    }

    @Override
    public StreamSink create(JsonLinesSinkConfig config, SinkContext context) {
      return files.create(config, context);
    }

    @Override
    public List<SinkFact> test(JsonLinesSinkConfig config) {
      Latches.await(disk);
      return List.of(new SinkFact("file", config.path()));
    }
  }

  private SinkConfig files(int number) {
    return new JsonLinesSinkConfig(
        "files" + number,
        folder.resolve(number + "-{stream}.jsonl").toString(),
        1,
        false,
        OptionalInt.empty(),
        Optional.empty(),
        false,
        FrameChoice.ALL,
        MessageFilters.FRAMES);
  }

  @AfterEach
  void close() {
    disk.countDown();
    sinks.close();
    factory.close();
    pictures.close();
  }

  private CompletableFuture<SinkTestAnswer> test(String name) {
    return sinks.test(name).toCompletableFuture();
  }

  @Test
  void sinksWithoutStreams_areShown_withWhereTheyLead() {
    List<SinkState> all = sinks.all().toCompletableFuture().join();

    assertThat(all).hasSize(SINKS);
    assertThat(all.getFirst().target()).isEqualTo(folder.resolve("0-{stream}.jsonl").toString());
    assertThat(all.getFirst().condition().healthy()).isTrue();
    assertThat(all.getFirst().streams()).isEmpty();
  }

  @Test
  void unknownSink_isNotTested() {
    assertThat(test("none").join()).isInstanceOf(SinkTestAnswer.Unknown.class);
  }

  @Test
  void aSinkHasOneTestAtATime_andAllHaveAFew() {
    CompletableFuture<SinkTestAnswer> first = test("files0");
    assertThat(test("files0"))
        .isCompletedWithValueMatching(SinkTestAnswer.Running.class::isInstance);
    List<CompletableFuture<SinkTestAnswer>> others =
        List.of(test("files1"), test("files2"), test("files3"));
    assertThat(test("files4"))
        .isCompletedWithValueMatching(SinkTestAnswer.TooMany.class::isInstance);
    assertThat(first).isNotDone();

    disk.countDown();

    assertThat(first.join()).isInstanceOf(SinkTestAnswer.Done.class);
    others.forEach(each -> assertThat(each.join()).isInstanceOf(SinkTestAnswer.Done.class));
    Awaitility.await().until(() -> test("files4").join() instanceof SinkTestAnswer.Done);
    Awaitility.await().until(() -> test("files0").join() instanceof SinkTestAnswer.Done);
  }
}
