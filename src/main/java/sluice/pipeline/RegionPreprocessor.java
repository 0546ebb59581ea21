package sluice.pipeline;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import sluice.core.Box;
import sluice.core.Geometry;
import sluice.core.Picture;
import sluice.core.PixelSize;
import sluice.core.TensorSet;

/**
 * A preprocessor of regions of several sizes: what a preprocessor keeps from picture to picture
 * fits one size, so that there is one for each. Of more than {@link #MOST} the one that was used
 * longest ago is closed. For one thread at a time.
 */
final class RegionPreprocessor implements InputPreprocessor {
  /** Sizes for which a preprocessor is kept. */
  static final int MOST = 8;

  private static final Box WHOLE = new Box(0, 0, 1, 1);

  private final Supplier<? extends InputPreprocessor> maker;
  private final SequencedMap<PixelSize, InputPreprocessor> bySize =
      new LinkedHashMap<>(2 * MOST, 0.75f, /* accessOrder= */ true);

  /** Made nothing yet. */
  RegionPreprocessor(Supplier<? extends InputPreprocessor> maker) {
    this.maker = maker;
  }

  @Override
  public Geometry prepare(Picture picture, TensorSet tensors) {
    return prepare(picture, WHOLE, tensors);
  }

  @Override
  public Geometry prepare(Picture picture, Box region, TensorSet tensors) {
    PixelSize whole = picture.turnedSize();
    PixelSize size =
        new PixelSize(
            Math.round(region.width() * whole.width()),
            Math.round(region.height() * whole.height()));
    return suited(size).prepare(picture, region, tensors);
  }

  private InputPreprocessor suited(PixelSize size) {
    InputPreprocessor known = bySize.get(size);
    if (known == null) {
      if (bySize.size() == MOST) {
        bySize.pollFirstEntry().getValue().close();
      }
      known = maker.get();
      bySize.put(size, known);
    }
    return known;
  }

  @Override
  public void close() {
    bySize.values().forEach(InputPreprocessor::close);
    bySize.clear();
  }
}
