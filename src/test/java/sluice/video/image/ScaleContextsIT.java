package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.TestPicture;
import sluice.core.model.ChannelOrder;

/** What scales like pictures of many streams is prepared a few times only. */
@Timeout(60)
class ScaleContextsIT {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 32;
  private static final int STRIDE = WIDTH * 3;

  private final ScaleContexts contexts = new ScaleContexts();
  private final List<ScalePass> passes = new ArrayList<>();

  @AfterEach
  void close() {
    passes.forEach(ScalePass::close);
    passes.clear();
  }

  @Test
  void manyPassesInTurn_prepareOnce() {
    for (int i = 0; i < 5; i++) {
      scale(pass(contexts), picture(100, 50, i));
      assertThat(contexts.size()).isEqualTo(1);
    }
  }

  @Test
  void unlikePictures_keepOneForEachPass() {
    ScalePass only = pass(contexts);
    for (int i = 0; i < 5; i++) {
      scale(only, picture(100 + 2 * i, 50, i));
    }
    assertThat(contexts.size()).isEqualTo(2); // the least

    for (int i = 0; i < 5; i++) {
      scale(pass(contexts), picture(100 + 2 * i, 50, i));
    }
    assertThat(contexts.size()).isEqualTo(5);
  }

  @Test
  void passesThatLeave_takeTheirContextsWithThem() {
    for (int i = 0; i < 5; i++) {
      scale(pass(contexts), picture(100 + 2 * i, 50, i));
    }
    close();
    assertThat(contexts.size()).isEqualTo(2);
  }

  @Test
  void contextThatIsTaken_isGoneUntilItIsGivenBack() {
    scale(pass(contexts), picture(100, 50, 0));
    ScaleShape shape = shape();
    SwsContext taken = contexts.take(shape);
    assertThat(taken).isNotNull();
    assertThat(contexts.take(shape)).isNull();
    contexts.give(shape, taken);
    assertThat(contexts.size()).isEqualTo(1);
  }

  @Test
  void passOfItsOwn_lendsNothing() {
    scale(pass(null), picture(100, 50, 0));
    assertThat(contexts.size()).isZero();
  }

  @Test
  void passesThatShareAtTheSameTime_giveWhatOneAloneGives() throws Exception {
    List<Long> alone = new ArrayList<>();
    try (ScalePass own = new ScalePass(SWS_BILINEAR, null)) {
      for (int seed = 0; seed < 40; seed++) {
        alone.add(scale(own, picture(100 + 20 * (seed % 3), 60, seed)));
      }
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<List<Long>>> streams = new ArrayList<>();
      for (int stream = 0; stream < 8; stream++) {
        ScalePass pass = pass(contexts);
        streams.add(
            () -> {
              List<Long> sums = new ArrayList<>();
              for (int seed = 0; seed < 40; seed++) {
                sums.add(scale(pass, picture(100 + 20 * (seed % 3), 60, seed)));
              }
              return sums;
            });
      }
      for (Future<List<Long>> sums : threads.invokeAll(streams)) {
        assertThat(sums.get()).isEqualTo(alone);
      }
    }
    assertThat(contexts.size()).isBetween(3, 8);
  }

  private ScalePass pass(ScaleContexts shared) {
    ScalePass pass = new ScalePass(SWS_BILINEAR, shared);
    passes.add(pass);
    return pass;
  }

  private static ScaleShape shape() {
    try (Picture picture = picture(100, 50, 0)) {
      return new ScaleShape(
          PixelFormats.byName(picture.format()),
          picture.colorSpace(),
          picture.width(),
          picture.height(),
          ChannelOrder.BGR,
          WIDTH,
          HEIGHT,
          SWS_BILINEAR);
    }
  }

  private static Picture picture(int width, int height, int seed) {
    return TestPicture.yuv420p(
        width,
        height,
        Orientation.UPRIGHT,
        (x, y) -> (x * 7 + y * 13 + seed * 29) % 256 * 0x010203);
  }

  /** Scales a picture, closes it and gives the checksum of what came out. */
  private static long scale(ScalePass pass, Picture picture) {
    try (picture;
        Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(STRIDE * HEIGHT + Scaler.SPARE_BYTES, 64);
      pass.run(picture, target, 0, STRIDE, ChannelOrder.BGR, WIDTH, HEIGHT);
      CRC32 sum = new CRC32();
      sum.update(target.asSlice(0, STRIDE * HEIGHT).toArray(ValueLayout.JAVA_BYTE));
      return sum.getValue();
    }
  }
}
