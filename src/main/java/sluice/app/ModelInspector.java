package sluice.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import sluice.app.ModelInfo.Section;
import sluice.core.ChannelOrder;
import sluice.core.ErrorCode;
import sluice.core.InputSpec;
import sluice.core.ModelFamily;
import sluice.core.OutputSpec;
import sluice.core.SluiceException;
import sluice.openvino.Core;
import sluice.openvino.Model;
import sluice.openvino.OpenVinoException;
import sluice.openvino.Port;
import sluice.stage.inference.openvino.Failures;
import sluice.stage.inference.openvino.ModelFile;
import sluice.stage.inference.openvino.ModelShape;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.ReadingSettings;

/** Explains a model's file: what OpenVINO finds in it, and what Sluice would do with it. */
final class ModelInspector {
  private ModelInspector() {}

  /** Explains a file of which nothing else is known. */
  static List<Section> inspect(Path file) {
    return inspect(file, "bgr, stretched unless --resize says otherwise");
  }

  /**
   * Reads a file, without compiling it.
   *
   * @param prepared how a picture is prepared for it
   * @throws SluiceException of code MODEL when it can't be read, of code ENVIRONMENT when OpenVINO
   *     can't be loaded
   */
  static List<Section> inspect(Path file, String prepared) {
    if (!Files.isRegularFile(file)) {
      throw new SluiceException(
          ErrorCode.MODEL,
          "model " + file + " isn't a file (expected: an OpenVINO .xml or an .onnx)");
    }
    List<Section> sections = new ArrayList<>();
    try (Core core = Core.create();
        Model model = ModelFile.read(core, file)) {
      sections.add(
          Section.of("file").add("path", file).add("name in the file", model.friendlyName()));
      sections.add(ports("inputs", model.inputs()));
      sections.add(ports("outputs", model.outputs()));
      Map<String, String> metadata = ModelMetadata.read(file);
      if (!metadata.isEmpty()) {
        Section section = Section.of("metadata");
        metadata.forEach(section::add);
        sections.add(section);
      }
      sections.add(use(file, prepared, model));
    } catch (OpenVinoException e) {
      throw Failures.translate(ErrorCode.MODEL, "model " + file + " can't be looked into", e);
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

  private static Section use(Path file, String prepared, Model model) {
    String name = file.toString();
    return Section.of("what Sluice does with it")
        .add(
            "picture",
            answer(() -> picture(ModelShape.of(name, model.inputs(), ChannelOrder.BGR), prepared)))
        .add("results", answer(() -> results(name, model)));
  }

  private static String picture(ModelShape shape, String prepared) {
    InputSpec input = shape.input();
    return "%dx%d, %s".formatted(input.width(), input.height(), prepared);
  }

  private static String results(String name, Model model) {
    List<OutputSpec> outputs = ModelShape.outputs(name, model.outputs());
    InputSpec input = ModelShape.of(name, model.inputs(), ChannelOrder.BGR).input();
    var _ =
        Families.reader(ModelFamily.SSD, input, outputs, ReadingSettings.of(0, Integer::toString));
    return "reads them as boxes of a single-shot detector (family ssd)";
  }

  private static String answer(Supplier<String> question) {
    try {
      return question.get();
    } catch (SluiceException e) {
      return "can't use it: " + e.getMessage();
    }
  }
}
