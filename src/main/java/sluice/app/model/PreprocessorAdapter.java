package sluice.app.model;

import sluice.core.Box;
import sluice.core.Geometry;
import sluice.core.Picture;
import sluice.core.TensorSet;
import sluice.core.model.InputNormalization;
import sluice.core.model.InputSpec;
import sluice.pipeline.InputPreprocessor;
import sluice.stage.preprocess.PreprocessSettings;
import sluice.stage.preprocess.Preprocessor;

/** Adapter of a preprocessor to the interface of the frame graph. */
public record PreprocessorAdapter(Preprocessor preprocessor) implements InputPreprocessor {

  /** Brings pictures to a model's input in the way that it wants. */
  static PreprocessorAdapter of(InputSpec input, InputNormalization normalization) {
    PreprocessSettings settings =
        PreprocessSettings.of(normalization.resize()).withPad(normalization.pad());
    return new PreprocessorAdapter(new Preprocessor(input, settings));
  }

  @Override
  public Geometry prepare(Picture picture, TensorSet tensors) {
    return preprocessor.prepare(picture, tensors);
  }

  @Override
  public Geometry prepare(Picture picture, Box region, TensorSet tensors) {
    return preprocessor.prepare(picture, region, tensors);
  }

  @Override
  public void close() {
    preprocessor.close();
  }
}
