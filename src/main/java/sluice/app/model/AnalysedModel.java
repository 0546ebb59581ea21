package sluice.app.model;

import java.util.List;
import java.util.Optional;
import sluice.catalog.metadata.MetadataReader;
import sluice.catalog.recognition.FamilyCandidates;
import sluice.catalog.recognition.ModelMetadata;
import sluice.catalog.recognition.Recognition;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelOverrides;
import sluice.core.model.OutputSpec;
import sluice.stage.inference.openvino.ModelShape;
import sluice.stage.inference.openvino.ReadModel;
import sluice.stage.postprocess.Families;

/**
 * A model that was read and whose family, input and outputs were determined.
 *
 * @param inputSize the size of its picture that was chosen; absent where none was given and the
 *     model fixes it
 * @param shape its input
 * @param outputs its outputs
 * @param recognition what it is
 */
public record AnalysedModel(
    Optional<PixelSize> inputSize,
    ModelShape shape,
    List<OutputSpec> outputs,
    Recognition recognition) {

  /**
   * Looks at a model; what its input leaves open is fixed.
   *
   * @param overrides overrides of its metadata
   * @param families those that it may be of
   * @throws sluice.core.SluiceException of code MODEL when it isn't one that Sluice can use, or
   *     can't be determined for sure; of code USAGE when the overrides contradict the model
   */
  public static AnalysedModel of(ReadModel model, ModelOverrides overrides, Families families) {
    ModelMetadata note = ModelMetadata.read(MetadataReader.read(model.file()));
    Optional<PixelSize> size =
        model.fixedSize().isPresent()
            ? overrides.inputSize()
            : Recognition.inputSize(overrides, note);
    ModelShape shape = model.fix(overrides.channels().orElse(ChannelOrder.BGR), size);
    List<OutputSpec> outputs = model.outputSpecs();
    Recognition recognition =
        Recognition.of(
            model.file().toString(),
            overrides,
            note,
            shape.takesFractions(),
            outputs,
            new FamilyCandidates(
                families.facts(),
                families.fitting(shape.input(), outputs, note.labels().size(), note.task())));
    return new AnalysedModel(
        size,
        shape,
        outputs,
        recognition.withClasses(families.classCount(recognition.family(), shape.input(), outputs)));
  }
}
