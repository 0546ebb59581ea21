package sluice.app.library;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sluice.app.ModelFamilies;
import sluice.app.library.ModelInfo.Section;
import sluice.app.model.AnalysedModel;
import sluice.catalog.metadata.MetadataReader;
import sluice.catalog.recognition.Recognition;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelOverrides;
import sluice.openvino.Core;
import sluice.openvino.OpenVinoException;
import sluice.openvino.Port;
import sluice.stage.inference.openvino.OpenVinoFailures;
import sluice.stage.inference.openvino.ReadModel;
import sluice.stage.postprocess.ReadingSettings;

/**
 * Inspector of a model's file: describes what OpenVINO reads from it and how Sluice would use it.
 */
public final class ModelInspector {
  private static final int MOST_LABELS = 5;

  private ModelInspector() {}

  /**
   * Reads a file, without compiling it.
   *
   * @param overrides overrides of its metadata
   * @throws SluiceException of code MODEL when it can't be read, of code ENVIRONMENT when OpenVINO
   *     can't be loaded
   */
  public static List<Section> inspect(Path file, ModelOverrides overrides) {
    if (!Files.isRegularFile(file)) {
      throw new SluiceException(
          ErrorCode.MODEL,
          "model " + file + " isn't a file (expected: a file of a model, or its folder)");
    }
    List<Section> sections = new ArrayList<>();
    try (Core core = Core.create();
        ReadModel model = ReadModel.read(core, file)) {
      sections.add(
          Section.of("file").add("path", file).add("name in the file", model.friendlyName()));
      sections.add(ports("inputs", model.inputs()));
      sections.add(ports("outputs", model.outputs()));
      Map<String, String> metadata = MetadataReader.shown(file);
      if (!metadata.isEmpty()) {
        Section section = Section.of("metadata");
        metadata.forEach(section::add);
        sections.add(section);
      }
      sections.add(use(model, overrides));
    } catch (OpenVinoException e) {
      throw OpenVinoFailures.translate(
          ErrorCode.MODEL, "model " + file + " can't be looked into", e);
    }
    return sections;
  }

  private static Section ports(String title, List<Port> ports) {
    Section section = Section.of(title);
    for (Port port : ports) {
      String type = port.elementType().name().toLowerCase(Locale.ROOT);
      section.add(port.name().isEmpty() ? "-" : port.name(), type + " " + port.partialShape());
    }
    return section;
  }

  private static Section use(ReadModel model, ModelOverrides overrides) {
    Section section = Section.of("what Sluice does with it");
    try {
      AnalysedModel known = AnalysedModel.of(model, overrides, ModelFamilies.ALL);
      Recognition recognition = known.recognition();
      section
          .add("family", recognition.family().wireName() + ", " + recognition.family().models())
          .add("why", recognition.familyReason())
          .add("picture", picture(known) + ", " + recognition.normalizationReason())
          .add("labels", labels(recognition.labels()))
          .add("threshold", recognition.threshold());
      if (recognition.family().defaults().iou().isPresent()) {
        section.add("IoU", recognition.iou().orElse(ReadingSettings.DEFAULT_IOU));
      }
      recognition.keyPoints().ifPresent(layout -> section.add("key points", layout));
      if (recognition.isLabelledOtherwise()) {
        section.add(
            "classes", recognition.classes().getAsLong() + ", which does not fit the labels");
      }
      if (recognition.multiLabel()) {
        section.add("several labels a picture", "yes");
      }
      if (!recognition.unused().isEmpty()) {
        section.add("not used of its metadata", String.join(", ", recognition.unused()));
      }
      ModelFamilies.ALL.reader(
          recognition.family(),
          known.shape().input(),
          known.outputs(),
          ReadingSettings.of(recognition.threshold(), Integer::toString)
              .heads(overrides.heads())
              .keyPoints(recognition.keyPoints()));
      return section.add("results", "read as family " + recognition.family().wireName());
    } catch (SluiceException e) {
      return section.add("results", "can't use it: " + e.getMessage());
    }
  }

  private static String picture(AnalysedModel known) {
    InputSpec input = known.shape().input();
    return "%dx%d, %s"
        .formatted(input.width(), input.height(), known.recognition().normalization());
  }

  private static String labels(List<String> labels) {
    return labels.isEmpty()
        ? "none of its own"
        : labels.size()
            + ": "
            + String.join(", ", labels.subList(0, Math.min(MOST_LABELS, labels.size())))
            + (labels.size() > MOST_LABELS ? " …" : "");
  }
}
