package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.Picture;
import sluice.core.Playback;
import sluice.core.SluiceException;

/** Real images through FFmpeg: one, a folder, a glob. */
@Timeout(60)
class ImageSourceIT {
  @TempDir Path folder;

  @Test
  void singleImage_yieldsOneFrame() throws Exception {
    Path image = TestImages.write(folder.resolve("a.png"), 8, 6, 77);
    try (ReaderRun run = start(image.toString())) {
      assertThat(levels(run)).containsExactly("77 8x6");
      assertThat(run.outcome()).isNull();
      assertThat(run.reader.opened().toCompletableFuture().get().live()).isFalse();
    }
  }

  @Test
  void singleImage_isLoopable() {
    Path image = TestImages.write(folder.resolve("a.png"), 8, 6, 77);
    SourceSettings settings =
        settings(image.toString(), Playback.builder().loop(true).limit(5).build());
    try (ReaderRun run = start(settings)) {
      assertThat(run.collect())
          .extracting(frame -> frame.timestampNanos() / 1_000_000)
          .containsExactly(0L, 40L, 80L, 120L, 160L);
    }
  }

  @Test
  void oddNames_areTakenAsTheyAre() {
    for (String name : List.of("frame%03d.png", "a b.png", "a:b.png", "[1].png", "ü*.png")) {
      Path image = TestImages.write(folder.resolve(name), 8, 6, 5);
      try (ReaderRun run = start(image.toString())) {
        assertThat(levels(run)).as(name).containsExactly("5 8x6");
      }
    }
  }

  @Test
  void folder_givesItsImagesInNaturalOrderWhateverTheirSizes() throws Exception {
    TestImages.write(folder.resolve("f10.png"), 30, 20, 100);
    TestImages.write(folder.resolve("f9.png"), 8, 6, 90);
    TestImages.write(folder.resolve("f1.png"), 17, 13, 10);
    Files.writeString(folder.resolve("readme.txt"), "no image");
    try (ReaderRun run = start(folder.toString())) {
      assertThat(levels(run)).containsExactly("10 17x13", "90 8x6", "100 30x20");
      assertThat(run.outcome()).isNull();
      assertThat(run.heard.damaged()).isZero();
      assertThat(run.reader.opened().toCompletableFuture().get().frames()).isEqualTo(3);
    }
  }

  @Test
  void imageFolder_skipsAndCountsOtherFiles() throws IOException {
    TestImages.write(folder.resolve("a.png"), 8, 6, 1);
    Files.writeString(folder.resolve("b.png"), "not a picture at all");
    Files.createFile(folder.resolve("c.png"));
    byte[] whole = Files.readAllBytes(TestImages.write(folder.resolve("d.png"), 8, 6, 4));
    Files.write(folder.resolve("e.png"), Arrays.copyOf(whole, 20));
    try (ReaderRun run = start(folder.toString())) {
      assertThat(levels(run)).containsExactly("1 8x6", "4 8x6");
      assertThat(run.outcome()).isNull();
      assertThat(run.heard.damaged()).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void glob_givesWhatMatchesAndSkipAndLoopApply() {
    for (int i = 0; i < 4; i++) {
      TestImages.write(folder.resolve("keep" + i + ".png"), 8, 6, i);
      TestImages.write(folder.resolve("other" + i + ".png"), 8, 6, 100 + i);
    }
    SourceSettings settings =
        settings(
            folder + "/keep*.png", Playback.builder().skipFirst(1).loop(true).limit(5).build());
    try (ReaderRun run = start(settings)) {
      assertThat(levels(run)).containsExactly("1 8x6", "2 8x6", "3 8x6", "1 8x6", "2 8x6");
    }
  }

  @Test
  void fileThatIsNotThere_isAnInputErrorThatNamesIt() {
    try (ReaderRun run = start(folder + "/missing.mp4")) {
      assertThat(run.outcome())
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining(folder + "/missing.mp4");
      assertThat(((SluiceException) run.reader.frames().failure()).code())
          .isEqualTo(ErrorCode.INPUT);
    }
  }

  @Test
  void camera_isRefusedByNameWhereThereIsNone() {
    try (ReaderRun run = start("camera:63")) {
      assertThat(run.outcome())
          .isInstanceOf(SluiceException.class)
          .hasMessageStartingWith("/dev/video63: no such camera (expected: ");
    }
  }

  private static SourceSettings settings(String location, Playback playback) {
    return new SourceSettings(SourceLocation.parse(location), playback);
  }

  private static ReaderRun start(String location) {
    return start(settings(location, Playback.builder().build()));
  }

  private static ReaderRun start(SourceSettings settings) {
    return new ReaderRun(settings, SourceOpener.of(settings), ManualClock.jumping()).start();
  }

  /** The level and the size of each picture. */
  private static List<String> levels(ReaderRun run) {
    List<String> levels = new ArrayList<>();
    run.forEach(
        frame -> {
          Picture picture = frame.picture();
          int level = picture.plane(0).get(ValueLayout.JAVA_BYTE, 0) & 255;
          levels.add(level + " " + picture.width() + "x" + picture.height());
        });
    return levels;
  }
}
