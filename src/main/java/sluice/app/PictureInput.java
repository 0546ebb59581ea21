package sluice.app;

import sluice.core.Geometry;
import sluice.core.Picture;
import sluice.core.TensorSet;
import sluice.pipeline.Preparation;
import sluice.stage.preprocess.Preprocessor;

/** A preprocessor as the graph sees it. */
record PictureInput(Preprocessor preprocessor) implements Preparation {

  @Override
  public Geometry prepare(Picture picture, TensorSet tensors) {
    return preprocessor.prepare(picture, tensors);
  }

  @Override
  public void close() {
    preprocessor.close();
  }
}
