package sluice.app.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.page.LatestPicture;
import sluice.app.page.StreamPictures;
import sluice.app.sink.SinkFactory;
import sluice.config.sink.SinkConfig;
import sluice.core.Failures;
import sluice.core.SourceInfo;
import sluice.core.message.StateChange;
import sluice.core.scene.EventPicture;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneSettings;
import sluice.service.sink.SinkCondition;
import sluice.service.stream.OutputSettings;
import sluice.service.stream.SinkStatus;
import sluice.service.stream.StreamOutputs;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.StreamSink;

/**
 * Factory of the outputs of the service's streams: their configured sinks, and their latest
 * picture. Thread-safe.
 */
final class ServiceOutputs implements StreamOutputs.Opener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceOutputs.class);

  private final SinkFactory sinks;
  private final StreamPictures pictures;
  private final UnaryOperator<String> runs;
  private final Optional<BooleanSupplier> mayWrite;
  private final Map<String, List<StreamSink>> open = new ConcurrentHashMap<>();

  /**
   * Outputs of no stream yet.
   *
   * @param sinks makes the sinks; closed with this
   * @param pictures gets the newest picture of each stream
   * @param runs what the names of a stream's runs begin with, by its id
   * @param mayWrite whether what streams find may go out; absent where it always may
   */
  ServiceOutputs(
      SinkFactory sinks,
      StreamPictures pictures,
      UnaryOperator<String> runs,
      Optional<BooleanSupplier> mayWrite) {
    this.runs = runs;
    this.mayWrite = mayWrite;
    this.sinks = sinks;
    this.pictures = pictures;
  }

  /**
   * The sinks' settings that have come into force: files that no stream writes are kept by them.
   */
  void configure(Collection<SinkConfig> configs) {
    sinks.watchLeftovers(configs);
    sinks.deliver(configs);
  }

  /**
   * Which streams there are: what waits of others is delivered, and then nothing is kept of them.
   *
   * @param uses whether a sink, by its name, is used by a stream, by its id; from any thread
   */
  void uses(BiPredicate<String, String> uses) {
    sinks.uses(uses);
  }

  /** A listener to the scene of a stream that tells its sinks, whichever are open. */
  SceneListener scene(String stream) {
    return new SceneListener() {
      @Override
      public void happened(SceneEvent event) {
        happened(event, EventPicture.NONE);
      }

      @Override
      public void happened(SceneEvent event, EventPicture picture) {
        if (mayWrite.isPresent() && !mayWrite.get().getAsBoolean()) {
          return;
        }
        of(stream).forEach(sink -> sink.happened(event, picture));
      }

      @Override
      public void watching(SceneSettings settings) {
        of(stream).forEach(sink -> sink.watching(settings));
      }
    };
  }

  /** Health of a sink's open parts, by stream. */
  Map<String, SinkHealth> health(String sink) {
    Map<String, SinkHealth> result = new TreeMap<>();
    open.forEach(
        (stream, sinks) ->
            sinks.stream()
                .filter(each -> each.name().equals(sink))
                .forEach(each -> result.put(stream, each.health())));
    return result;
  }

  private List<StreamSink> of(String stream) {
    return open.getOrDefault(stream, List.of());
  }

  @Override
  public void close() {
    sinks.close();
  }

  @Override
  public StreamOutputs open(OutputSettings settings) {
    String stream = settings.stream();
    RunIds ids = new RunIds(() -> runs.apply(stream));
    List<StreamSink> opened =
        settings.sinks().stream()
            .map(sink -> sinks.configured(sink, stream, settings.delivery(), ids))
            .toList();
    open.put(stream, opened);
    return new Opened(
        stream,
        opened,
        ids,
        pictures,
        pictures.of(stream),
        mayWrite,
        () -> open.remove(stream, opened));
  }

  private record Opened(
      String stream,
      List<StreamSink> sinks,
      RunIds ids,
      StreamPictures pictures,
      LatestPicture picture,
      Optional<BooleanSupplier> mayWrite,
      Runnable onFinish)
      implements StreamOutputs {
    @Override
    public void entered(StateChange change) {
      sinks.forEach(sink -> sink.entered(change));
    }

    @Override
    public void removed(Set<String> staying, StateChange change) {
      sinks.stream()
          .filter(sink -> !staying.contains(sink.name()))
          .forEach(sink -> sink.entered(change));
    }

    @Override
    public List<ResultReceiver> forRun(SourceInfo source) {
      ids.begin();
      List<ResultReceiver> receivers = new ArrayList<>();
      sinks.forEach(sink -> receivers.add(fenced(sink.forRun(source))));
      receivers.add(picture.forRun());
      return receivers;
    }

    private ResultReceiver fenced(ResultReceiver receiver) {
      return mayWrite
          .<ResultReceiver>map(allowed -> new FencedReceiver(receiver, allowed))
          .orElse(receiver);
    }

    @Override
    public String run() {
      return ids.current();
    }

    @Override
    public List<SinkStatus> status() {
      return sinks.stream().map(Opened::status).toList();
    }

    private static SinkStatus status(StreamSink sink) {
      return new SinkStatus(sink.name(), SinkCondition.of(sink.health()));
    }

    @Override
    public CompletionStage<Void> finish() {
      pictures.forget(stream, picture);
      onFinish.run();
      return CompletableFuture.allOf(
          sinks.stream()
              .map(sink -> finish(sink).toCompletableFuture())
              .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public void abandon() {
      sinks.forEach(StreamSink::abandon);
    }

    private CompletionStage<?> finish(StreamSink sink) {
      return sink.finish()
          .handle(
              (report, failure) -> {
                if (failure != null) {
                  String reason = Failures.reason(Failures.unwrap(failure));
                  LOG.warn("stream {}: sink {}: {}", stream, sink.name(), reason);
                }
                return null;
              });
    }
  }
}
