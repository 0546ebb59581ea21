package sluice.stage.motion;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sluice.core.Box;
import sluice.core.Picture;
import sluice.core.Point;
import sluice.core.scene.MotionSettings;
import sluice.stage.analytics.Polygon;

/**
 * Says whether something moves in a stream's pictures, on a small grey picture of them: what
 * differs from a {@linkplain Background background}, after a {@linkplain LightChange change of
 * light} of the whole picture has been taken out, in a {@linkplain Regions region} that is large
 * enough and no {@linkplain ShadowTest shadow}. Where nearly everything differs, the light was
 * switched or the camera moved: that is motion once, and the background begins anew. For one
 * thread.
 */
final class MotionDetector {
  /** Where a greater part of the picture differs, everything does. */
  private static final double EVERYTHING = 0.6;

  private static final int LEAST_CELLS = 3;
  private static final int LIGHT_EVERY = 7;
  private static final double NANOS = 1e9;
  private static final Motion ANYWHERE = new Motion(true, List.of());
  private static final Motion EVERYWHERE = new Motion(true, List.of(new Box(0, 0, 1, 1)));
  private static final Motion NONE = new Motion(false, List.of());

  private final LightChange light = new LightChange();
  private final Shake shake = new Shake();
  private MotionSettings settings;
  private @Nullable Surface surface;
  private long last;

  /**
   * What moves in a picture.
   *
   * @param moving whether anything may: true also for the first picture of all, where nothing can
   *     be said yet
   * @param regions where, in the displayed picture, the largest first
   */
  record Motion(boolean moving, List<Box> regions) {}

  /** What belongs to pictures of one size, format and orientation. */
  private static final class Surface {
    final LumaGrid grid;
    final float[] grey;
    final Background background;
    final ShadowTest shadows;
    boolean[] counts = new boolean[0];
    int[] lit = new int[0];
    int unmasked;
    Regions regions;

    Surface(LumaGrid grid, List<List<Point>> masks) {
      this.grid = grid;
      grey = new float[grid.cells()];
      background = new Background(grid.columns(), grid.rows());
      shadows = new ShadowTest(grey, background.mean());
      regions = mask(masks);
    }

    Regions mask(List<List<Point>> masks) {
      List<Polygon> polygons = masks.stream().map(Polygon::new).toList();
      counts = new boolean[grid.cells()];
      unmasked = 0;
      for (int i = 0; i < counts.length; i++) {
        Point middle = grid.middle(i);
        counts[i] = polygons.stream().noneMatch(polygon -> polygon.contains(middle));
        unmasked += counts[i] ? 1 : 0;
      }
      background.counting(counts);
      boolean[] cells = counts;
      lit =
          IntStream.range(0, cells.length)
              .filter(i -> cells[i])
              .filter(i -> i % LIGHT_EVERY == 0)
              .toArray();
      return new Regions(grid, counts);
    }
  }

  /** A detector that has seen nothing. */
  MotionDetector(MotionSettings settings) {
    this.settings = settings;
  }

  /** Goes on by other settings; the background stays. */
  void configure(MotionSettings other) {
    if (surface != null && !other.masks().equals(settings.masks())) {
      surface.regions = surface.mask(other.masks());
    }
    settings = other;
  }

  /**
   * Looks at a picture.
   *
   * @param picture as it is displayed; only read, during the call
   * @param time its media time, in nanoseconds; not before that of the last one
   * @return absent where nothing can be said of pictures of its format
   */
  Optional<Motion> look(Picture picture, long time) {
    float threshold = (float) settings.threshold();
    Surface known = surface;
    if (known == null || !known.grid.fits(picture)) {
      Optional<LumaFormat> luma = LumaFormat.of(picture.format());
      if (luma.isEmpty()) {
        surface = null;
        return Optional.empty();
      }
      known = new Surface(new LumaGrid(picture, luma.get()), settings.masks());
      surface = known;
      last = time;
      known.grid.read(picture, known.grey);
      known.background.begin(known.grey, threshold);
      return Optional.of(ANYWHERE);
    }
    known.grid.read(picture, known.grey);
    double seconds = (time - last) / NANOS;
    last = time;
    return Optional.of(compare(known, threshold, seconds));
  }

  private Motion compare(Surface known, float threshold, double seconds) {
    float[] grey = known.grey;
    Background background = known.background;
    light.measure(background.mean(), grey, known.lit);
    if (light.isSome()) {
      background.relight(light.gain(), light.offset());
    }
    background.follow(grey, seconds);
    background.measure(shake, grey);
    background.compare(grey, shake, threshold, seconds);
    if (light.isSudden() || background.isTurning() || isEverything(known)) {
      background.begin(grey, threshold);
      return EVERYWHERE;
    }
    int least = Math.max(LEAST_CELLS, (int) Math.round(settings.area() * known.grid.cells()));
    List<Box> regions = known.regions.find(background, least, known.shadows);
    background.learn(threshold, seconds);
    return regions.isEmpty() ? NONE : new Motion(true, regions);
  }

  private static boolean isEverything(Surface known) {
    Background background = known.background;
    float[] score = background.score();
    int[] cells = background.differing();
    int differ = 0;
    for (int n = 0; n < background.differingCells(); n++) {
      differ += score[cells[n]] >= 1 && known.counts[cells[n]] ? 1 : 0;
    }
    return differ > known.unmasked * EVERYTHING;
  }
}
