package sluice.app;

import sluice.core.Geometry;
import sluice.core.InputSpec;
import sluice.core.Picture;
import sluice.core.TensorSet;
import sluice.pipeline.Preparation;
import sluice.stage.preprocess.PreprocessSettings;
import sluice.stage.preprocess.Preprocessor;
import sluice.stage.preprocess.ResizeMode;

/** A preprocessor as the graph sees it. */
record PictureInput(Preprocessor preprocessor) implements Preparation {

  /** A new one for a model's input. */
  static PictureInput of(InputSpec input, ModelSettings.Resize resize) {
    ResizeMode mode =
        switch (resize) {
          case STRETCH -> ResizeMode.STRETCH;
          case LETTERBOX -> ResizeMode.LETTERBOX;
        };
    return new PictureInput(new Preprocessor(input, PreprocessSettings.of(mode)));
  }

  @Override
  public Geometry prepare(Picture picture, TensorSet tensors) {
    return preprocessor.prepare(picture, tensors);
  }

  @Override
  public void close() {
    preprocessor.close();
  }
}
