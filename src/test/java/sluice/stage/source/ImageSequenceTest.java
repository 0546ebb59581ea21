package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.core.ErrorCode;
import sluice.core.PixelAspect;
import sluice.core.SluiceException;
import sluice.core.SourceDetails;
import sluice.core.SourceInfo;
import sluice.video.decode.DecodedPicture;

class ImageSequenceTest {
  private static final Path A = Path.of("a.jpg");
  private static final Path B = Path.of("b.jpg");
  private static final Path C = Path.of("c.jpg");

  private final FakeSource good = FakeSource.ofRate(1, 25);
  private final FakeSource other = FakeSource.ofRate(2, 25);
  private final FakeSource empty = new FakeSource(25);
  private final FakeSource broken =
      new FakeSource(25).failure(new SluiceException(ErrorCode.INPUT, "no image"));

  @Test
  void images_followAtTwentyFiveASecond() {
    try (ImageSequence images = sequence(Map.of(A, good, B, other), A, B)) {
      SourceDetails details = new SourceDetails(PixelAspect.SQUARE, false, Optional.empty());
      assertThat(images.info()).isEqualTo(new SourceInfo("images", 2, 2, 25, 2, false, details));
      assertNext(images, 0);
      assertNext(images, 40_000_000);
      assertThat(images.next()).isNull();
      assertThat(images.damaged()).isZero();
    }
    good.assertAllClosed();
    other.assertAllClosed();
    assertThat(good.closes).hasValue(1);
    assertThat(other.closes).hasValue(1);
  }

  @Test
  void undecodableImage_isSkippedAndCounted() {
    try (ImageSequence images = sequence(Map.of(A, broken, B, good, C, empty), A, B, C, B)) {
      assertNext(images, 0);
      assertNext(images, 40_000_000);
      assertThat(images.next()).isNull();
      assertThat(images.damaged()).isEqualTo(2);
    }
    assertThat(broken.closes).hasValue(1);
  }

  @Test
  void noneDecodes_failsOnOpening() {
    assertThatThrownBy(() -> sequence(Map.of(A, broken, B, empty), A, B))
        .isInstanceOf(SluiceException.class)
        .hasMessage("images: none of its 2 images can be decoded (expected: at least one)");
  }

  @Test
  void failureThatIsNotTheImages_isPassedOn() {
    FakeSource fault =
        new FakeSource(25).failure(new SluiceException(ErrorCode.ENVIRONMENT, "no library"));
    assertThatThrownBy(() -> sequence(Map.of(A, fault, B, good), A, B)).hasMessage("no library");
  }

  @Test
  void closedBeforeItsFirstPictureWasTaken_closesIt() {
    sequence(Map.of(A, good), A).close();
    assertThat(good.pictures()).isEqualTo(1);
    good.assertAllClosed();
  }

  @Test
  void cancelled_endsBetweenImages() {
    boolean[] cancelled = new boolean[1];
    try (ImageSequence images =
        new ImageSequence(
            "images", List.of(A, B), file -> good.open(() -> false), () -> cancelled[0])) {
      cancelled[0] = true;
      assertNext(images, 0);
      assertThat(images.next()).isNull();
    }
  }

  private static ImageSequence sequence(Map<Path, FakeSource> sources, Path... files) {
    return new ImageSequence(
        "images",
        List.of(files),
        file -> Objects.requireNonNull(sources.get(file)).open(() -> false),
        () -> false);
  }

  private static void assertNext(ImageSequence images, long timestampNanos) {
    DecodedPicture decoded = images.next();
    assertThat(decoded).isNotNull();
    assertThat(decoded.timestampNanos()).isEqualTo(timestampNanos);
    assertThat(decoded.decodeNanos()).isNotNegative();
    decoded.picture().close();
  }
}
