package sluice.stage.motion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.Picture;
import sluice.core.StreamObserver;
import sluice.core.scene.MotionSettings;
import sluice.core.scene.SceneSettings;
import sluice.testing.SharedFiles;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;

/** The gate on coded videos. */
@Timeout(60)
class GatedClipIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"one-by-one-person-detection, 0.76", "car-detection, 0.56"})
  void objectsAreSeenAtTheSameTimes_inFewerFrames(String name, double most) throws Exception {
    GatedClip.Outcome all = GatedClip.run(name, 2, MotionSettings.OFF, false);
    GatedClip.Outcome gated = GatedClip.run(name, 2, MotionSettings.ON, false);

    assertThat(gated.firstSeen()).isEqualTo(all.firstSeen());
    assertThat(gated.passed()).isLessThanOrEqualTo((int) (most * gated.due()));
  }

  @Test
  void aNoisyStillOfARealScene_passesAtTheIdleRate() throws Exception {
    int width = 768;
    int height = 432;
    int rate = 5;
    int seconds = 22;
    IntBinaryOperator still = firstPicture("one-by-one-person-detection", width);
    Random noise = new Random(5);
    Path clip =
        new TestClip()
            .size(width, height)
            .rate(rate)
            .gop(10)
            .coded("libopenh264", "yuv420p")
            .painted(
                (n, x, y) -> {
                  double value = still.applyAsInt(x, y) + 12 * (noise.nextFloat() - 0.5f);
                  return Math.clamp(Math.round(value), 0, 255) * 0x10101;
                })
            .write(folder.resolve("still.mp4"), rate * seconds);
    MotionGate gate = gate();
    List<Long> passed = new ArrayList<>();
    try (Decoder decoder = TestClip.decoder(clip)) {
      for (DecodedPicture next = decoder.next(); next != null; next = decoder.next()) {
        if (gate.admits(next.picture(), next.timestampNanos())) {
          passed.add(next.timestampNanos() / 1_000_000);
        }
        next.picture().close();
      }
    }

    assertThat(passed).containsExactly(0L, 5000L, 10000L, 15000L, 20000L);
  }

  private static MotionGate gate() {
    SceneSettings scene = SceneSettings.NONE.withMotion(MotionSettings.ON);
    return new MotionGate(scene, false, StreamObserver.NONE);
  }

  /** The brightness of a video's first picture, by column and row. */
  private static IntBinaryOperator firstPicture(String name, int width) {
    try (Decoder decoder = TestClip.decoder(SharedFiles.file("videos/" + name + ".mp4"))) {
      DecodedPicture first = decoder.next();
      assertThat(first).isNotNull();
      try (Picture picture = first.picture()) {
        assertThat(picture.width()).isEqualTo(width);
        byte[] luma = new byte[width * picture.height()];
        for (int y = 0; y < picture.height(); y++) {
          picture
              .plane(0)
              .asSlice((long) y * picture.stride(0), width)
              .asByteBuffer()
              .get(luma, y * width, width);
        }
        return (x, y) -> luma[y * width + x] & 0xFF;
      }
    }
  }
}
