package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;
import sluice.service.stream.StreamStatus;
import sluice.testing.BrightClip;
import sluice.testing.StartedService;
import sluice.testing.TinySsd;
import sluice.video.OpenMedia;

/** The short form of {@link ManyStreams}: more frames than a slow model can take. */
@Timeout(120)
@Tag("alone")
class ManyStreamsIT {
  private static final int STREAMS = 12;

  /** Products of matrices that keep one thread busy for some ten milliseconds. */
  private static final int PRODUCTS = 300;

  /** Results of each stream over which turns are compared. */
  private static final int TURNS = 10;

  @TempDir Path folder;

  private final Map<String, LongAdder> results = new ConcurrentHashMap<>();
  private final LongAdder ends = new LongAdder();

  @Test
  void everyFrame_isInferredOrDropped_withManyStreams() throws IOException {
    Path clip = BrightClip.write(folder, "clip.mkv", BrightClip.PERIOD);
    Path model = TinySsd.slow(folder, PRODUCTS);
    List<StreamStatus> rested;
    try (StartedService service =
        new StartedService(folder, configuration(clip, model), this::observer)) {
      service.await(STREAMS, stream -> stream.counts().framesInferred() > 0);
      results.clear();
      Awaitility.await().until(() -> results.size() == STREAMS && sum(results) >= TURNS * STREAMS);
      Map<String, LongAdder> shares = Map.copyOf(results);
      assertThat(shares.values().stream().mapToLong(LongAdder::sum))
          .as("turns of streams that all want more: %s", shares)
          .allMatch(count -> count >= TURNS / 2);

      assertThat(service.models().getFirst().tensorSets())
          .as("two near their turn and two more, one on the request, three being read")
          .isBetween(1, 8);
      rested = service.pause();
    }

    assertThat(rested).hasSize(STREAMS);
    for (StreamStatus stream : rested) {
      long dropped = stream.counts().drops().values().stream().mapToLong(Long::longValue).sum();
      assertThat(stream.counts().framesInferred() + dropped)
          .as("ends of what was read by %s: %s", stream.id(), stream.counts().drops())
          .isEqualTo(stream.counts().framesIn());
      assertThat(stream.counts().drops().get(DropCause.RATE)).isPositive();
    }
    assertThat(ends.sum())
        .as("what observers heard")
        .isEqualTo(rested.stream().mapToLong(status -> status.counts().framesIn()).sum());
    assertThat(
            rested.stream()
                .mapToLong(stream -> stream.counts().drops().get(DropCause.OVERLOAD))
                .sum())
        .as("the model can't take all")
        .isPositive();
    assertThat(OpenMedia.pictures()).isZero();
    assertThat(OpenMedia.inputs()).isZero();
  }

  private static long sum(Map<String, LongAdder> counts) {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  private StreamObserver observer(String stream) {
    return new StreamObserver() {
      @Override
      public void frameRead() {}

      @Override
      public void frameDropped(DropCause cause) {
        ends.increment();
      }

      @Override
      public void inputDamaged() {}

      @Override
      public void frameFinished(FrameResult result) {
        results.computeIfAbsent(stream, id -> new LongAdder()).increment();
        ends.increment();
      }
    };
  }

  private String configuration(Path clip, Path model) {
    StringBuilder streams = new StringBuilder();
    for (int i = 0; i < STREAMS; i++) {
      streams.append("  streams.s%02d.source = \"%s\"%n".formatted(i, clip));
    }
    return """
    sluice {
      data-dir = "%1$s/data"
      models.slow { model = "%2$s", cache-dir = "%1$s/compiled", requests = 1, threads = 1 }
      defaults {
        model = slow, delivery = latest, realtime = true, loop = true, detect-fps = 20, max-age = 1m
      }
      log.level = warn
    %3$s
    }
    """
        .formatted(folder, model, streams);
  }
}
