package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.DropCause;
import sluice.service.control.ReloadAnswer;
import sluice.service.model.ModelStatus;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.testing.BrightClip;
import sluice.testing.LiveService;
import sluice.testing.ResultLine;
import sluice.testing.TinySsd;

/** Several streams are moved between two models while OpenVINO works on their frames. */
@Timeout(180)
class ModelMoveIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> EVERY = List.of("one", "two", "three");
  private static final String LATEST = "four";
  private static final int PICTURES = 150;
  private static final int MOVES = 3;

  @TempDir Path folder;
  private Path model;
  private Path clip;

  @Test
  void streamsSwitchingModels_loseNoFrame_exceptWithLatest() throws IOException {
    model = TinySsd.write(folder);
    clip = BrightClip.write(folder, "clip.mkv", PICTURES);
    try (LiveService service = new LiveService(configure("a"))) {
      for (int move = 1; move <= MOVES; move++) {
        awaitEach(service, 20L * move);
        String to = move % 2 == 1 ? "b" : "a";
        configure(to);
        assertThat(service.control().reload().toCompletableFuture().join())
            .isInstanceOf(ReloadAnswer.Done.class);
        await().atMost(PATIENCE).until(() -> models(service).equals(List.of(to)));
      }
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  all()
                      .map(id -> service.status(id).state())
                      .allMatch(StreamState.COMPLETED::equals));

      for (String id : EVERY) {
        assertThat(service.status(id).counts().framesInferred()).as(id).isEqualTo(PICTURES);
        assertThat(service.status(id).counts().drops().values()).as(id).containsOnly(0L);
        List<ResultLine> lines = ResultLine.read(folder.resolve(id + ".jsonl"));
        assertThat(ResultLine.frames(lines))
            .as(id)
            .isEqualTo(LongStream.range(0, PICTURES).boxed().toList());
        assertThat(lines).as(id).allMatch(ResultLine::isAsDrawn);
      }
      StreamStatus latest = service.status(LATEST);
      long dropped = latest.counts().drops().values().stream().mapToLong(Long::longValue).sum();
      assertThat(latest.counts().framesInferred() + dropped).isEqualTo(PICTURES);
      assertThat(latest.counts().drops()).containsEntry(DropCause.STOPPED, 0L);
      assertThat(latest.counts().framesInferred()).isPositive();
      assertThat(service.fatalErrors()).isEmpty();
    }
  }

  private static Stream<String> all() {
    return Stream.concat(EVERY.stream(), Stream.of(LATEST));
  }

  private static void awaitEach(LiveService service, long frames) {
    await()
        .atMost(PATIENCE)
        .until(() -> all().allMatch(id -> service.status(id).counts().framesIn() >= frames));
  }

  /** The models that are there; one that was left goes when its last frame has come back. */
  private static List<String> models(LiveService service) {
    return service.models().stream().map(ModelStatus::name).toList();
  }

  private Path configure(String used) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            sluice {
              data-dir = "%1$s/data"
              models.a { model = "%2$s", requests = 1, cache-dir = "%1$s/compiled" }
              models.b { model = "%2$s", requests = 2, cache-dir = "%1$s/compiled" }
              sinks.out { type = json-lines, path = "%1$s/{stream}.jsonl" }
              defaults { model = %3$s, sinks = [out], realtime = true, threshold = 0 }
            """
                .formatted(folder, model, used));
    all()
        .forEach(
            id ->
                text.append(
                    "  streams.%s { source = \"%s\", delivery = %s }%n"
                        .formatted(id, clip, id.equals(LATEST) ? "latest" : "every")));
    return Files.writeString(folder.resolve("a.conf"), text.append("}\n"));
  }
}
