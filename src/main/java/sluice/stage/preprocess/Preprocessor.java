package sluice.stage.preprocess;

import org.jspecify.annotations.Nullable;
import sluice.core.Box;
import sluice.core.ErrorCode;
import sluice.core.Geometry;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.core.TensorSet;
import sluice.core.model.InputSpec;
import sluice.video.image.PictureCrop;
import sluice.video.image.Scaler;

/**
 * Scales and converts pictures into input tensors, in one pass from the decoder's format. The
 * conversion of whole pictures is kept prepared for all streams together, that of regions here: one
 * for each stream run, used by one thread at a time. Pictures may change their size and format at
 * any time.
 */
public final class Preprocessor implements AutoCloseable {
  private final InputSpec input;
  private final PreprocessSettings settings;
  private final Pass whole;

  /** Regions come in many sizes, so what is prepared for them is of no use to other streams. */
  private @Nullable Pass regions;

  private @Nullable Placed placed;

  /** What scales, with what cuts its pictures. */
  private record Pass(Scaler scaler, CentreCutter cutter) {
    static Pass of(Scaler scaler) {
      return new Pass(scaler, new CentreCutter(scaler));
    }

    void close() {
      scaler.close();
      cutter.close();
    }
  }

  /** Where pictures of one size go. */
  private record Placed(int width, int height, Placement placement, Geometry geometry) {}

  /**
   * A preprocessor that has prepared nothing yet.
   *
   * @param input what the model takes
   * @param settings how pictures are made to fit
   */
  public Preprocessor(InputSpec input, PreprocessSettings settings) {
    this.input = input;
    this.settings = settings;
    this.whole = Pass.of(Scaler.shared(settings.kernel()));
  }

  /**
   * Fills the input of a tensor set with a picture as it is displayed. Takes over neither.
   *
   * @param picture read only
   * @param tensors its input is overwritten whole, and up to {@link Scaler#SPARE_BYTES} after it
   * @return where the picture lies in the input
   * @throws SluiceException with {@link ErrorCode#INPUT} when the picture's format can't be
   *     converted, or is so long and narrow that cutting it to the input's proportions would take
   *     more than {@link CentreCutter#MOST_PIXELS}
   * @throws IllegalStateException after {@link #close}
   */
  public Geometry prepare(Picture picture, TensorSet tensors) {
    return prepare(picture, tensors, whole);
  }

  private Geometry prepare(Picture picture, TensorSet tensors, Pass pass) {
    Placed place = place(picture.displayWidth(), picture.displayHeight());
    Placement to = place.placement;
    if (to.isCut()) {
      pass.cutter.prepare(picture, to, tensors.input());
      return place.geometry;
    }
    pass.scaler.scale(
        picture,
        tensors.input(),
        input.stride(),
        input.channels(),
        to.x(),
        to.y(),
        to.width(),
        to.height());
    // After the pass: vectorised conversions may write past their rows, into the borders.
    to.fillBorders(tensors.input(), (byte) settings.pad());
    return place.geometry;
  }

  /**
   * Fills the input of a tensor set with a region of a picture, as with a picture of that size.
   *
   * @param region in fractions of the picture as it is displayed; clamped, and enlarged to whole
   *     samples of colour
   * @return where the whole picture would lie, of which the input holds the region
   */
  public Geometry prepare(Picture picture, Box region, TensorSet tensors) {
    PictureCrop crop = PictureCrop.of(picture, region);
    Pass pass = regions;
    if (pass == null) {
      pass = Pass.of(new Scaler(settings.kernel()));
      regions = pass;
    }
    return prepare(crop, tensors, pass).ofWhole(crop.area());
  }

  /** Frees what was prepared. Closing twice does nothing. */
  @Override
  public void close() {
    whole.close();
    if (regions != null) {
      regions.close();
    }
  }

  private Placed place(int width, int height) {
    Placed known = placed;
    if (known == null || known.width != width || known.height != height) {
      Placement placement = Placement.of(settings.mode(), width, height, input);
      known = new Placed(width, height, placement, placement.geometry());
      placed = known;
    }
    return known;
  }
}
