package sluice.app.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sluice.catalog.metadata.FileMetadata;
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
    FileMetadata metadata = MetadataReader.read(model.file());
    Optional<PixelSize> fixed = model.fixedSize();
    ModelMetadata note = ModelMetadata.read(metadata, fixed);
    Optional<PixelSize> size =
        fixed.isPresent() ? overrides.inputSize() : Recognition.inputSize(overrides, note);
    ModelShape shape = model.fix(overrides.channels().orElse(ChannelOrder.BGR), size);
    List<OutputSpec> outputs = model.outputSpecs();
    Function<ModelMetadata, Recognition> recognise =
        written -> recognise(model, overrides, written, shape, outputs, families);
    Recognition recognition = recognise.apply(note);
    if (recognition.isLabelledOtherwise() && note.beside().isPresent()) {
      String reason =
          "%s, whose %d names don't fit %d classes"
              .formatted(
                  note.beside().get(),
                  recognition.labels().size(),
                  recognition.classes().getAsLong());
      recognition = recognise.apply(ModelMetadata.withoutBeside(metadata, reason));
    }
    return new AnalysedModel(size, shape, outputs, recognition);
  }

  private static Recognition recognise(
      ReadModel model,
      ModelOverrides overrides,
      ModelMetadata note,
      ModelShape shape,
      List<OutputSpec> outputs,
      Families families) {
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
    return recognition.withClasses(
        families.classCount(recognition.family(), shape.input(), outputs));
  }
}
