package sluice.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sluice.core.Box;
import sluice.core.Geometry;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.SourceInfo;
import sluice.core.TensorSet;
import sluice.core.TestPicture;
import sluice.pipeline.InputPreprocessor;
import sluice.stage.inference.FakeEngine;
import sluice.stage.inference.RequestPool;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceReader;
import sluice.video.decode.DecodedPicture;

/**
 * Fake benchmark subject: a device whose inferences end on the test's command, and a clip of three
 * pictures.
 */
final class FakeSubject {
  static final int CLIP = 3;

  final FakeEngine device;
  final BenchSubject subject;
  final List<TestPicture> pictures = new CopyOnWriteArrayList<>();
  final AtomicInteger openReaders = new AtomicInteger();
  final AtomicInteger passes = new AtomicInteger();
  final AtomicInteger openPreparations = new AtomicInteger();

  FakeSubject(int requests) {
    device = new FakeEngine(requests);
    MeteredEngine engine = new MeteredEngine(device);
    subject =
        new BenchSubject(
            engine,
            new RequestPool(engine),
            2,
            FakePreparation::new,
            (tensors, geometry) -> Predictions.ofDetections(List.of(Measured.object(0, 0.5f))),
            SourceLocation.parse("clip.mp4"),
            cancelled -> new FakeReader(),
            25,
            () -> {
              throw new AssertionError("no graph runs here");
            },
            Optional.empty());
  }

  /** Pictures read so far. */
  int read() {
    return pictures.size();
  }

  boolean nothingIsOpen() {
    return openReaders.get() == 0
        && openPreparations.get() == 0
        && device.running().isEmpty()
        && pictures.stream().allMatch(p -> p.openReferences() == 0 && p.surplusCloses() == 0);
  }

  private final class FakePreparation implements InputPreprocessor {
    FakePreparation() {
      openPreparations.incrementAndGet();
    }

    @Override
    public Geometry prepare(Picture picture, TensorSet tensors) {
      return Geometry.STRETCH;
    }

    @Override
    public Geometry prepare(Picture picture, Box region, TensorSet tensors) {
      return prepare(picture, tensors);
    }

    @Override
    public void close() {
      openPreparations.decrementAndGet();
    }
  }

  private final class FakeReader implements SourceReader {
    private int given;

    FakeReader() {
      openReaders.incrementAndGet();
      passes.incrementAndGet();
    }

    @Override
    public SourceInfo info() {
      return new SourceInfo("clip.mp4", 4, 4, 25, CLIP, false);
    }

    @Override
    public @Nullable DecodedPicture next() {
      if (given++ == CLIP) {
        return null;
      }
      TestPicture picture = TestPicture.bgr24(4, 4);
      pictures.add(picture);
      return new DecodedPicture(picture, given, 1, false);
    }

    @Override
    public long damaged() {
      return 0;
    }

    @Override
    public void close() {
      openReaders.decrementAndGet();
    }
  }
}
