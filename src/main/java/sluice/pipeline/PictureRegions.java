package sluice.pipeline;

import java.util.List;
import sluice.core.Box;
import sluice.core.Picture;

/**
 * Chooses the regions of each picture that a model is asked of, one inference each. What is found
 * in them is merged to the predictions of the whole picture. For one thread at a time.
 */
public interface PictureRegions {

  /** Regions that a picture has at the most, at least 1. */
  int most();

  /**
   * The regions of a picture, at least one.
   *
   * @return in fractions of the picture as it is displayed, each of a width and height above 0; two
   *     may overlap, and none is there twice
   */
  List<Box> of(Picture picture);
}
