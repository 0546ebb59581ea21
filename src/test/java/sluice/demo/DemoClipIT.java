package sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.demux.DecoderSettings;

class DemoClipIT {
  private static final SceneSettings SETTINGS =
      SceneSettings.builder().size(192, 128).fps(10).length(Duration.ofSeconds(2)).build();

  private static final IntConsumer NOBODY = frames -> {};

  @TempDir Path folder;

  @Test
  void clip_isReadBackAsItWasDrawn() {
    DemoClip clip = DemoClip.ensure(folder.resolve("new/folder"), SETTINGS, NOBODY);
    try (Decoder decoder = Decoder.open(DecoderSettings.file(clip.video()), () -> false)) {
      assertThat(decoder.info().displaySize().width()).isEqualTo(192);
      assertThat(decoder.info().displaySize().height()).isEqualTo(128);
      assertThat(decoder.info().frameRate()).isCloseTo(10, within(1e-6));
      int frames = 0;
      for (DecodedPicture next = decoder.next(); next != null; next = decoder.next()) {
        assertThat(next.timestampNanos()).isEqualTo(SETTINGS.timestampNanos(frames));
        next.picture().close();
        frames++;
      }
      assertThat(frames).isEqualTo(20);
      assertThat(decoder.damagedPackets()).isZero();
    }
  }

  @Test
  void truth_hasALineForEachFrame() throws IOException {
    DemoClip clip = DemoClip.ensure(folder, SETTINGS, NOBODY);
    Scene scene = new Scene(SETTINGS);
    List<String> lines = Files.readAllLines(clip.truth());
    assertThat(lines).hasSize(20);
    for (int frame = 0; frame < 20; frame++) {
      JsonNode line = new ObjectMapper().readTree(lines.get(frame));
      List<ScenePerson> people = scene.people(frame);
      assertThat(line.path("frame_id").asInt(-1)).isEqualTo(frame);
      assertThat(line.path("timestamp").asLong()).isEqualTo(frame * 100_000_000L);
      assertThat(line.path("resolution").path("width").asInt()).isEqualTo(192);
      assertThat(line.path("objects")).hasSize(people.size());
      for (int i = 0; i < people.size(); i++) {
        checkObject(line.path("objects").path(i), people.get(i));
      }
    }
  }

  private static void checkObject(JsonNode object, ScenePerson person) {
    JsonNode detection = object.path("detection");
    JsonNode box = detection.path("bounding_box");
    assertThat(object.path("id").asInt()).isEqualTo(person.id());
    assertThat(object.path("roi_type").asText()).isEqualTo("person");
    assertThat(object.path("visible").asDouble()).isCloseTo(person.visible(), within(1e-6));
    assertThat(object.path("truncated").asDouble()).isCloseTo(person.truncated(), within(1e-6));
    assertThat(detection.path("label").asText()).isEqualTo("person");
    assertThat(detection.path("confidence").asInt()).isEqualTo(1);
    assertThat((float) box.path("x_min").asDouble()).isEqualTo(person.box().xMin());
    assertThat((float) box.path("y_min").asDouble()).isEqualTo(person.box().yMin());
    assertThat((float) box.path("x_max").asDouble()).isEqualTo(person.box().xMax());
    assertThat((float) box.path("y_max").asDouble()).isEqualTo(person.box().yMax());
  }

  @Test
  void clipThatIsThere_isLeftUntouched() throws IOException {
    DemoClip first = DemoClip.ensure(folder, SETTINGS, NOBODY);
    FileTime longAgo = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));
    Files.setLastModifiedTime(first.video(), longAgo);
    Files.setLastModifiedTime(first.truth(), longAgo);

    assertThat(DemoClip.ensure(folder, SETTINGS, NOBODY)).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first.video())).isEqualTo(longAgo);
    assertThat(Files.getLastModifiedTime(first.truth())).isEqualTo(longAgo);
  }

  @Test
  void otherSettings_areAnotherClip() {
    SceneSettings other =
        SceneSettings.builder()
            .size(192, 128)
            .fps(10)
            .length(Duration.ofSeconds(2))
            .seed(2)
            .build();
    assertThat(DemoClip.ensure(folder, other, NOBODY))
        .isNotEqualTo(DemoClip.ensure(folder, SETTINGS, NOBODY));
  }

  @Test
  void clipWithoutItsTruth_isCompleted() throws IOException {
    DemoClip clip = DemoClip.ensure(folder, SETTINGS, NOBODY);
    Files.delete(clip.truth());
    assertThat(DemoClip.ensure(folder, SETTINGS, NOBODY)).isEqualTo(clip);
    assertThat(Files.readAllLines(clip.truth())).hasSize(20);
  }

  @Test
  void concurrentDraws_shareOneClip_andLeaveNothingElse() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    Callable<DemoClip> task =
        () -> {
          start.await();
          return DemoClip.ensure(folder, SETTINGS, NOBODY);
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<DemoClip>> clips = List.of(threads.submit(task), threads.submit(task));
      start.countDown();
      assertThat(clip(clips.get(0))).isEqualTo(clip(clips.get(1)));
    }
    DemoClip clip = DemoClip.ensure(folder, SETTINGS, NOBODY);
    assertThat(names()).containsExactlyInAnyOrder(clip.video(), clip.truth());
  }

  private static DemoClip clip(Future<DemoClip> future)
      throws InterruptedException, ExecutionException {
    return future.get();
  }

  @Test
  void placeThatCantBeWritten_isNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    for (Path place : List.of(file, file.resolve("below"))) {
      assertThatThrownBy(() -> DemoClip.ensure(place, SETTINGS, NOBODY))
          .isInstanceOfSatisfying(
              SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT))
          .hasMessageStartingWith("can't keep the demo clip in " + place + ": ")
          .hasMessageNotContaining("\n")
          .hasMessageContaining("SLUICE_CACHE");
    }
  }

  @Test
  void failedDrawing_leavesNoPart() throws IOException {
    DemoClip clip = DemoClip.ensure(folder, SETTINGS, NOBODY);
    Files.delete(clip.truth());
    Files.createDirectory(clip.truth());
    assertThatThrownBy(() -> DemoClip.ensure(folder, SETTINGS, NOBODY))
        .isInstanceOf(SluiceException.class);
    assertThat(names()).containsExactlyInAnyOrder(clip.video(), clip.truth());
  }

  private List<Path> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
