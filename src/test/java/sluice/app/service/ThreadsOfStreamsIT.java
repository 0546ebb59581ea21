package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.BrightClip;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;

/** How many threads the streams of a service take: one each, and a few that they share. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class ThreadsOfStreamsIT {
  private static final int STREAMS = 40;

  /**
   * Threads besides decoders and writers: the JVM's, about 20, and the pools, which are bounded
   * whatever the number of streams: actors, stream dispatcher, models, HTTP.
   */
  private static final int OTHERS = 60;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void streamsWithSinks_haveNoOtherThreadThanTheirDecoders() throws Exception {
    try (ServiceChild child = ServiceChild.start(configure(), folder.resolve("log"))) {
      Awaitility.await("all streams have results")
          .atMost(PATIENCE)
          .until(() -> !child.isAlive() || IntStream.range(0, STREAMS).allMatch(this::hasResults));
      assertThat(child.isAlive()).as(child.log()).isTrue();

      assertThat(child.threads("decoder-s")).isEqualTo(STREAMS);
      long all = child.threads("");
      long writers = child.threads("sluice-writers-");
      assertThat(writers).as("more than a few where the disk is slow").isBetween(1L, STREAMS - 1L);
      assertThat(all - writers).isLessThanOrEqualTo(STREAMS + OTHERS);
      assertThat(child.end()).as(child.log()).isZero();
    }
  }

  private boolean hasResults(int stream) {
    Path file = folder.resolve("s" + stream + ".jsonl");
    return file.toFile().length() > 0;
  }

  private Path configure() throws IOException {
    Path model = TinySsd.write(folder);
    Path clip = BrightClip.of(64, 48).write(folder.resolve("clip.mkv"), BrightClip.PERIOD);
    StringBuilder streams = new StringBuilder();
    for (int i = 0; i < STREAMS; i++) {
      streams.append("  streams.s%d.source = \"%s\"%n".formatted(i, clip));
    }
    return Files.writeString(
        folder.resolve("a.conf"),
        """
        sluice {
          data-dir = "%1$s/data"
          http.port = 0
          models.tiny { model = "%2$s", requests = 1, cache-dir = "%1$s/compiled" }
          sinks.out { type = json-lines, path = "%1$s/{stream}.jsonl" }
          security.file-roots = ["%1$s"]
          defaults { model = tiny, sinks = [out], loop = true, realtime = true, detect-fps = 2 }
        %3$s}
        """
            .formatted(folder, model, streams));
  }
}
