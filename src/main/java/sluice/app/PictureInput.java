package sluice.app;

import sluice.catalog.recognition.PictureTreatment;
import sluice.core.Geometry;
import sluice.core.InputSpec;
import sluice.core.Picture;
import sluice.core.TensorSet;
import sluice.pipeline.Preparation;
import sluice.stage.preprocess.PreprocessSettings;
import sluice.stage.preprocess.Preprocessor;

/** A preprocessor as the graph sees it. */
record PictureInput(Preprocessor preprocessor) implements Preparation {

  /** Brings pictures to a model's input in the way that it wants. */
  static PictureInput of(InputSpec input, PictureTreatment treatment) {
    PreprocessSettings settings =
        PreprocessSettings.of(treatment.resize()).withPad(treatment.pad());
    return new PictureInput(new Preprocessor(input, settings));
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
