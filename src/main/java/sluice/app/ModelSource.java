package sluice.app;

import java.nio.file.Path;
import java.util.Optional;
import sluice.app.DetectSettings.PixelSize;
import sluice.catalog.hog.HogModel;

/** Which model is meant. */
public sealed interface ModelSource {

  /**
   * A model's file.
   *
   * @param path an OpenVINO IR or an ONNX file
   */
  record File(Path path) implements ModelSource {}

  /**
   * The built-in person detector, which Sluice writes for the size that is wanted.
   *
   * @param inputSize of the model's input; by the shape of each source where absent
   */
  record BuiltIn(Optional<PixelSize> inputSize) implements ModelSource {
    /**
     * Refuses sizes that the model can't have.
     *
     * @throws sluice.core.SluiceException of code USAGE
     */
    public BuiltIn {
      inputSize.ifPresent(size -> HogModel.requireInputSize(size.width(), size.height()));
    }

    /** Its name. */
    public static final String NAME = HogModel.NAME;

    /** The least confidence that suits it, 0 to 1: people are mostly found, and little else. */
    public static final float THRESHOLD = HogModel.THRESHOLD;

    /** What it can and can't find, in one line. */
    public static final String ABILITY = HogModel.ABILITY;
  }
}
