package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.video.FrameNumber;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.image.SharedFrame;
import sluice.video.isolation.protocol.Limits;

/** Who holds many pictures of a decoder's process: none is lost, and it waits where no room is. */
@Timeout(120)
class RemoteRoomIT {
  /**
   * Of one with three bytes a pixel in three planes: some twenty are all that there is room for.
   */
  private static final int SIDE = 4096;

  private static final int MANY = 32;

  @TempDir Path folder;
  private final IsolatedInputs isolated = new IsolatedInputs(HelperProgram.ofThisProcess());

  @AfterEach
  void nothingIsLeft() {
    isolated.close();
    assertThat(isolated.running()).isZero();
    assertThat(SharedFrame.open()).isZero();
    assertThat(PictureMapping.open()).isZero();
  }

  @Test
  void fortyPicturesAreHeld_alsoAfterTheProcessIsGone() {
    Path clip = new TestClip().size(1920, 1080).write(folder.resolve("hd.mp4"), 40);
    List<Picture> held = new ArrayList<>();
    try (VideoDecoder decoder = open(clip, new AtomicBoolean())) {
      DecodedPicture decoded;
      while ((decoded = decoder.next()) != null) {
        held.add(decoded.picture());
      }
    }
    assertThat(isolated.running()).isZero();
    assertThat(PictureMapping.open()).isEqualTo(1);
    assertThat(held.stream().map(FrameNumber::of).toList())
        .isEqualTo(IntStream.range(0, 40).boxed().toList());
    held.forEach(picture -> CompletableFuture.runAsync(picture::close).join());
  }

  @Test
  void picturesForWhichThereIsNoRoom_comeWhenOthersAreGivenBack() throws Exception {
    Path clip = hugePictures();
    BlockingQueue<Picture> held = new LinkedBlockingQueue<>();
    try (Reading reading = new Reading(clip, held)) {
      reading.awaitNoRoom();
      long room = Limits.MEMORY_BYTES / (3L * SIDE * SIDE);
      assertThat((long) held.size()).isBetween(room - 4, room);
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        try (Picture picture = Objects.requireNonNull(held.poll(20, TimeUnit.SECONDS))) {
          numbers.add(FrameNumber.of(picture));
        }
      }
      assertThat(numbers)
          .isEqualTo(IntStream.range(0, MANY).mapToObj(n -> n % 2 == 0 ? 5 : 10).toList());
      assertThat(reading.end()).isEqualTo("ended");
    }
  }

  @Test
  void cancelling_endsTheWaitForRoom() throws Exception {
    BlockingQueue<Picture> held = new LinkedBlockingQueue<>();
    try (Reading reading = new Reading(hugePictures(), held)) {
      reading.awaitNoRoom();
      reading.cancelled.set(true);
      assertThat(reading.end()).contains("cancelled");
      held.forEach(Picture::close);
    }
  }

  /** Reads a clip on a thread of its own, and holds all its pictures. */
  private final class Reading implements AutoCloseable {
    final AtomicBoolean cancelled = new AtomicBoolean();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Thread thread;

    Reading(Path clip, BlockingQueue<Picture> held) {
      thread =
          Thread.ofPlatform()
              .name("reader")
              .start(
                  () -> {
                    try (VideoDecoder decoder = open(clip, cancelled)) {
                      DecodedPicture decoded;
                      while ((decoded = decoder.next()) != null) {
                        held.add(decoded.picture());
                      }
                      ended.complete("ended");
                    } catch (SluiceException e) {
                      ended.complete(String.valueOf(e.getMessage()));
                    }
                  });
    }

    void awaitNoRoom() {
      Awaitility.await()
          .atMost(Duration.ofSeconds(40))
          .until(
              () ->
                  Arrays.stream(thread.getStackTrace())
                      .anyMatch(frame -> frame.getMethodName().equals("awaitFreed")));
    }

    String end() throws Exception {
      String text = ended.get(20, TimeUnit.SECONDS);
      thread.join(TimeUnit.SECONDS.toMillis(10));
      return text;
    }

    @Override
    public void close() {
      cancelled.set(true);
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !thread.isAlive());
    }
  }

  private VideoDecoder open(Path clip, AtomicBoolean cancelled) {
    return isolated.pictures(DecoderSettings.file(clip), cancelled::get, List.of());
  }

  /** Two pictures again and again, as a camera of MJPEG sends them. */
  private Path hugePictures() throws IOException {
    Path clip = folder.resolve("huge.mjpeg");
    List<byte[]> pictures = List.of(hugePicture(5), hugePicture(10));
    try (OutputStream out = Files.newOutputStream(clip)) {
      for (int n = 0; n < MANY; n++) {
        out.write(pictures.get(n % 2));
      }
    }
    return clip;
  }

  private byte[] hugePicture(int number) throws IOException {
    return Files.readAllBytes(
        new TestClip()
            .coded("mjpeg", "yuvj444p")
            .size(SIDE, SIDE)
            .painted((n, x, y) -> FrameNumber.color(number, x, y, SIDE, SIDE))
            .write(folder.resolve(number + ".jpg"), 1));
  }
}
