package sluice.pipeline;

import sluice.core.Box;
import sluice.core.Geometry;
import sluice.core.Picture;
import sluice.core.TensorSet;

/**
 * Fills a model's input from a picture. Used by one thread at a time; closed at the end of the run
 * that it was made for.
 */
public interface InputPreprocessor extends AutoCloseable {

  /** Writes the picture into the input and says where it lies there. */
  Geometry prepare(Picture picture, TensorSet tensors);

  /**
   * Writes a region of the picture into the input and says where the whole picture would lie, of
   * which the input holds that region: what is found there is mapped back to the whole picture.
   *
   * @param region in fractions of the picture as it is displayed
   */
  Geometry prepare(Picture picture, Box region, TensorSet tensors);

  @Override
  void close();
}
