package sluice.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.core.Box;
import sluice.core.Picture;
import sluice.core.PixelSize;
import sluice.core.TileSettings;

/**
 * The tiles of pictures as their regions, row by row, after the whole picture where that is asked
 * for. Tiles begin at even pixels and are alike where the picture's sides are even, so that samples
 * of colour are not cut, and one scaler fits all. A picture with fewer pixels than that takes has
 * fewer tiles. (The sliced inference of SAHI, arXiv 2202.06934, obss/sahi, sahi/slicing.py, {@code
 * get_slice_bboxes}; there tiles have a size in pixels, here a number.)
 */
public final class TileRegions implements PictureRegions {
  private static final Box WHOLE = new Box(0, 0, 1, 1);
  private static final int EVEN = 2;

  private final TileSettings settings;
  private @Nullable Cut cut;

  /** The regions of pictures of one size. */
  private record Cut(PixelSize size, List<Box> regions) {}

  /** A part of a picture's side, in pixels. */
  private record Span(int from, int to) {}

  private TileRegions(TileSettings settings) {
    this.settings = settings;
  }

  /** The tiles that are asked for; absent where pictures are not cut. */
  public static Optional<PictureRegions> of(TileSettings settings) {
    return settings.isOn() ? Optional.of(new TileRegions(settings)) : Optional.empty();
  }

  @Override
  public int most() {
    return settings.inferences();
  }

  @Override
  public List<Box> of(Picture picture) {
    PixelSize size = picture.turnedSize();
    Cut known = cut;
    if (known == null || !known.size.equals(size)) {
      known = new Cut(size, regions(settings, size.width(), size.height()));
      cut = known;
    }
    return known.regions;
  }

  /** The regions of pictures of a size in pixels as displayed, whatever the pixels' shape. */
  static List<Box> regions(TileSettings settings, int width, int height) {
    Set<Box> regions = new LinkedHashSet<>();
    if (settings.whole()) {
      regions.add(WHOLE);
    }
    List<Span> columns = spans(width, settings.grid().columns(), settings.overlap());
    for (Span row : spans(height, settings.grid().rows(), settings.overlap())) {
      for (Span column : columns) {
        regions.add(
            new Box(
                (float) column.from() / width,
                (float) row.from() / height,
                (float) column.to() / width,
                (float) row.to() / height));
      }
    }
    return List.copyOf(regions);
  }

  /** Spans that cover a side, each with its part in common with the next one, or more. */
  private static List<Span> spans(int side, int count, double overlap) {
    double exact = side / (count - (count - 1) * overlap);
    int length = Math.min(side, EVEN * (int) Math.ceil(exact / EVEN));
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      int from = count == 1 ? 0 : even((double) i * (side - length) / (count - 1));
      spans.add(new Span(from, last ? side : from + length));
    }
    return spans;
  }

  private static int even(double place) {
    return EVEN * (int) (place / EVEN);
  }
}
