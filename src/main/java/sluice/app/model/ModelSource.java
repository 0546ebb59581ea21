package sluice.app.model;

import java.nio.file.Path;
import java.util.Optional;
import sluice.catalog.Labels;
import sluice.catalog.hog.HogModel;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelFormat;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;
import sluice.stage.postprocess.ssd.SsdFamily;

/** Origin of a model's files: the catalogue, or a path. */
public sealed interface ModelSource {

  /** The file that OpenVINO reads; absent where Sluice writes it. */
  default Optional<Path> file() {
    return Optional.empty();
  }

  /**
   * A model's file.
   *
   * @param path of one of the formats that are read
   */
  record File(Path path) implements ModelSource {
    /** The file's name for showing; that of the folder for a SavedModel, whose files' are alike. */
    public String name() {
      return String.valueOf(ModelFormat.opened(path).getFileName());
    }

    @Override
    public Optional<Path> file() {
      return Optional.of(path);
    }
  }

  /**
   * A model of the catalogue, whose files are there.
   *
   * @param name name and precision, for showing
   * @param path the file that OpenVINO reads
   * @param labels the names of its classes
   */
  record Catalogued(String name, Path path, Labels labels) implements ModelSource {
    @Override
    public Optional<Path> file() {
      return Optional.of(path);
    }
  }

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

    /** The least confidence that suits it, 0 to 1: people are mostly found, and little else. */
    public static final float THRESHOLD = HogModel.THRESHOLD;

    /** What is known of it. */
    public static final ModelOverrides OVERRIDES =
        ModelOverrides.NONE
            .family(SsdFamily.FACTS)
            .resize(Resize.STRETCH)
            .channels(ChannelOrder.BGR)
            .threshold(THRESHOLD);

    /** How configurations name it. */
    public static final String NAME = HogModel.NAME;

    /** What it can and can't find, in one line. */
    public static final String ABILITY = HogModel.ABILITY;
  }
}
