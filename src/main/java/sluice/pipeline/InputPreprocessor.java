package sluice.pipeline;

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

  @Override
  void close();
}
