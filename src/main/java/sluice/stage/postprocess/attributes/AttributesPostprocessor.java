package sluice.stage.postprocess.attributes;

import java.util.ArrayList;
import java.util.List;
import sluice.core.Attribute;
import sluice.core.ErrorCode;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.SluiceException;
import sluice.core.TensorSet;
import sluice.core.model.ClassifierHead;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;

/**
 * The reader of classifiers with several heads, each an output of its own, as the model's manifest
 * describes them: attributes in the order of the heads.
 */
final class AttributesPostprocessor implements Postprocessor {
  private final List<HeadReader> heads;

  private AttributesPostprocessor(List<HeadReader> heads) {
    this.heads = List.copyOf(heads);
  }

  /**
   * Reads the outputs of the heads.
   *
   * @throws SluiceException of code MODEL when no head is described, or an output isn't there or
   *     has more or fewer scores than its head has labels
   */
  static AttributesPostprocessor of(List<OutputSpec> outputs, ReadingSettings settings) {
    List<ClassifierHead> described = settings.heads().all();
    if (described.isEmpty()) {
      throw new SluiceException(
          ErrorCode.MODEL,
          "the model's heads are not described (expected: a manifest that has heads, as family %s wants them, for its outputs %s); write one, as src/docs/models.md says"
              .formatted(AttributesFamily.FACTS.wireName(), Families.describe(outputs)));
    }
    return new AttributesPostprocessor(
        described.stream().map(head -> reader(head, outputs, settings)).toList());
  }

  private static HeadReader reader(
      ClassifierHead head, List<OutputSpec> outputs, ReadingSettings settings) {
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).name().equals(head.output()) && fits(outputs.get(i), head)) {
        float threshold = (float) head.threshold().orElse(settings.threshold());
        return new HeadReader(head, i, threshold);
      }
    }
    throw new SluiceException(
        ErrorCode.MODEL,
        "the model's outputs are %s (expected: '%s' [1, %d] for the head %s of its manifest); correct the manifest's heads"
            .formatted(
                Families.describe(outputs), head.output(), head.labels().size(), head.name()));
  }

  private static boolean fits(OutputSpec output, ClassifierHead head) {
    return !output.isOpen() && output.size() == head.labels().size();
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    List<Attribute> found = new ArrayList<>();
    for (HeadReader head : heads) {
      head.read(tensors.output(head.output()), found);
    }
    return Predictions.ofAttributes(found);
  }
}
