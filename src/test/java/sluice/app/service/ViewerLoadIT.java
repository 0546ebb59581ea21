package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.NativeMemory;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.stage.sink.live.LiveCounts;
import sluice.testing.ApiClient;
import sluice.testing.BrightClip;
import sluice.testing.PacedStreams;
import sluice.testing.StartedService;
import sluice.testing.TinySsd;
import sluice.video.OpenMedia;

/** The short form of {@link ViewerLoad}: counts and states, no times. */
@Timeout(180)
@Tag("alone")
class ViewerLoadIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STREAMS = 6;
  private static final int PICTURES = 5;

  @TempDir Path folder;

  @Test
  void twelveViewers_sharePictures_andLeaveNothingOpen() throws Exception {
    long heldBefore = NativeMemory.bytes();
    String clip = BrightClip.of(640, 360).write(folder.resolve("clip.mkv"), 10).toString();
    String configuration =
        PacedStreams.configuration(folder, TinySsd.write(folder), 8, STREAMS, List.of(clip));
    List<String> streams = IntStream.range(0, STREAMS).mapToObj(PacedStreams::id).toList();
    try (StartedService service =
        new StartedService(folder, configuration, id -> StreamObserver.NONE)) {
      service.await(STREAMS, stream -> stream.counts().framesInferred() > 0);
      assertThat(service.liveCounts()).isEqualTo(new LiveCounts(0, 0, 0, 0));
      HttpServer server = service.listen();
      try (ViewerCrowd crowd = new ViewerCrowd(server.address().getPort(), streams)) {
        await()
            .atMost(PATIENCE)
            .until(() -> crowd.counts().stream().allMatch(counts -> isServed(counts, streams)));
        assertThat(crowd.repeated()).isZero();
        assertThat(crowd.pictures())
            .as("each is drawn for many")
            .isGreaterThan(2 * service.liveCounts().pictures());
        await().atMost(PATIENCE).until(() -> crowd.slowKilobytes() > 0);
        assertThat(crowd.slowCuts()).isZero();
        assertThat(watchers(server)).isEqualTo(ViewerCrowd.SIZE);
      }
      assertNothingIsDrawnFor(service);
      await().atMost(PATIENCE).until(() -> watchers(server) == 0);
      server.stop(Duration.ofSeconds(10)).toCompletableFuture().join();
      assertThat(service.streams()).allMatch(stream -> stream.state() == StreamState.RUNNING);
      assertThat(service.streams()).allMatch(stream -> stream.faults().restarts().isEmpty());
    }
    assertThat(OpenMedia.pictures()).isZero();
    assertThat(OpenMedia.inputs()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(heldBefore);
  }

  /** Whether a watcher has had some pictures of each stream that it wants. */
  private static boolean isServed(Map<String, Long> counts, List<String> streams) {
    return (counts.size() == 1 || counts.size() == streams.size())
        && counts.values().stream().allMatch(count -> count >= PICTURES);
  }

  private static double watchers(HttpServer server) {
    try (ApiClient api = new ApiClient(server.address().getPort())) {
      return api.metric("sluice_live_watchers");
    }
  }

  /** Once the last has left, results come as before and no picture is drawn. */
  private static void assertNothingIsDrawnFor(StartedService service) {
    await().atMost(PATIENCE).until(() -> service.liveCounts().canvases() == 0);
    long drawn = service.liveCounts().pictures();
    List<Long> inferred =
        service.streams().stream().map(status -> status.counts().framesInferred()).toList();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              List<StreamStatus> now = service.streams();
              return IntStream.range(0, STREAMS)
                  .allMatch(i -> now.get(i).counts().framesInferred() > inferred.get(i) + 3);
            });
    assertThat(service.liveCounts().pictures()).isEqualTo(drawn);
    assertThat(service.liveCounts().canvases()).isZero();
  }

  @Test
  void serviceShutdown_freesEverything_whileViewersWatch() throws Exception {
    long heldBefore = NativeMemory.bytes();
    String clip = BrightClip.of(320, 180).write(folder.resolve("clip.mkv"), 10).toString();
    String configuration =
        PacedStreams.configuration(folder, TinySsd.write(folder), 8, 2, List.of(clip));
    ViewerCrowd crowd;
    try (StartedService service =
        new StartedService(folder, configuration, id -> StreamObserver.NONE)) {
      HttpServer server = service.listen();
      crowd = new ViewerCrowd(server.address().getPort(), List.of("s00", "s01"));
      await().atMost(PATIENCE).until(() -> crowd.pictures() > PICTURES);
      server.stop(Duration.ofSeconds(10)).toCompletableFuture().join();
    }
    crowd.close();
    assertThat(OpenMedia.pictures()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(heldBefore);
  }
}
