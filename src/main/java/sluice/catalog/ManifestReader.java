package sluice.catalog;

import com.typesafe.config.ConfigObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.catalog.Manifest.BuiltIn;
import sluice.catalog.Manifest.Input;
import sluice.catalog.Manifest.Task;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ClassifierHeads;
import sluice.core.model.ModelFamily;
import sluice.core.model.Resize;

/** Reader of manifests. Says all that is wrong with one at once. */
final class ManifestReader {
  /** What a manifest's file name ends with. */
  static final String SUFFIX = ".conf";

  /** Names of models and precisions become folders. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final String COLOURS = "three numbers, one for each colour";

  private static final String HEADS = "heads";

  private final Path file;
  private final List<ModelFamily> families;
  private final ManifestProblems problems = new ManifestProblems();

  private ManifestReader(Path file, List<ModelFamily> families) {
    this.file = file;
    this.families = families;
  }

  /**
   * Reads a manifest.
   *
   * @param families those that models may be of, at least one
   * @throws SluiceException of code MODEL when it can't be read or used
   */
  static Manifest read(Path file, List<ModelFamily> families) {
    return new ManifestReader(file, families).read();
  }

  private Manifest read() {
    ConfigObject root;
    try {
      root = ManifestText.read(file);
    } catch (IOException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
    ManifestObject members = new ManifestObject(root, "", problems);
    Manifest manifest = manifest(members);
    requireTask(members, manifest);
    requireHeads(members, manifest);
    members.refuseRest();
    if (!problems.lines().isEmpty()) {
      throw refused(String.join("; ", problems.lines()), null);
    }
    return manifest;
  }

  private Manifest manifest(ManifestObject top) {
    Optional<BuiltIn> builtIn =
        top.has("built-in") ? Optional.of(top.word("built-in", BuiltIn.class)) : Optional.empty();
    return new Manifest(
        name(top),
        top.text("description", "one sentence"),
        top.word("task", Task.class),
        top.word("family", families, ModelFamily::wireName),
        top.has(HEADS) ? List.of() : labels(top),
        heads(top),
        input(top, builtIn.isPresent()),
        (float) top.number("threshold", 0, 1, "a number, 0 to 1"),
        top.text("license", "its name, as SPDX has it: Apache-2.0"),
        top.optionalText("notice", "a file inside Sluice's jar"),
        top.object("source", "names and addresses").map(ManifestObject::allTexts).orElse(Map.of()),
        top.texts("limits", "a sentence each"),
        builtIn,
        precisions(top, builtIn.isPresent()),
        file);
  }

  /** A classifier's outputs hold no boxes, and no other's classes of the whole picture. */
  private void requireTask(ManifestObject top, Manifest manifest) {
    boolean classifies = manifest.task() == Task.CLASSIFICATION;
    boolean ofClasses = manifest.family().classifies();
    if (classifies != ofClasses) {
      top.refuse(
          "family",
          manifest.family().wireName(),
          ofClasses ? "task classification beside it" : classifiers() + ", as the task is");
    }
  }

  /** A family that reads heads can't do without, and no other has any. */
  private void requireHeads(ManifestObject top, Manifest manifest) {
    boolean described = top.has(HEADS);
    boolean wanted = manifest.family().wireName().equals(ClassifierHeads.FAMILY);
    if (described != wanted) {
      top.refuse(
          HEADS,
          described ? "written" : "missing",
          described
              ? "none with family "
                  + manifest.family().wireName()
                  + "; they are of "
                  + ClassifierHeads.FAMILY
              : "a head for each output, with name, activation and labels");
    }
  }

  private ClassifierHeads heads(ManifestObject top) {
    if (!top.has(HEADS)) {
      return ClassifierHeads.NONE;
    }
    return HeadList.read(top, HEADS);
  }

  private String classifiers() {
    return String.join(
        " or ", ModelFamily.wireNames(families.stream().filter(ModelFamily::classifies).toList()));
  }

  private String name(ManifestObject top) {
    String expected = "letters, digits, '.', '_' and '-', as the file is called";
    String name = top.text("name", NAME, expected);
    if (!name.isEmpty() && !(name + SUFFIX).equals(String.valueOf(file.getFileName()))) {
      top.refuse("name", name, "the same as the file's, which is " + file.getFileName());
    }
    return name;
  }

  private static List<String> labels(ManifestObject top) {
    List<String> labels = top.texts("labels", "the names of the classes, from class 0 on");
    if (labels.stream().allMatch(String::isEmpty)) {
      top.refuse("labels", "no name", "the names of the classes, from class 0 on");
    }
    return labels;
  }

  private Input input(ManifestObject top, boolean builtIn) {
    String expected = "channels, resize and what else the model wants";
    Optional<ManifestObject> found = top.object("input", expected);
    if (found.isEmpty()) {
      top.refuse("input", "missing", expected);
      return new Input(ChannelOrder.BGR, Resize.STRETCH, List.of(), List.of(), OptionalInt.empty());
    }
    ManifestObject members = found.get();
    Input input =
        new Input(
            members.word("channels", ChannelOrder.class),
            members.word("resize", Resize.class),
            members.numbers("mean", 3, COLOURS),
            members.numbers("scale", 3, COLOURS),
            shorterSide(members, builtIn));
    if (input.scale().contains(0f)) {
      members.refuse("scale", input.scale().toString(), COLOURS + ", none of them 0");
    }
    members.refuseRest();
    return input;
  }

  private static OptionalInt shorterSide(ManifestObject input, boolean builtIn) {
    return builtIn
        ? OptionalInt.of((int) input.number("shorter-side", 1, 1 << 14, "a number of pixels"))
        : OptionalInt.empty();
  }

  private List<Precision> precisions(ManifestObject top, boolean builtIn) {
    if (builtIn) {
      return List.of();
    }
    String expected = "lists of files by precision: FP16, FP16-INT8";
    Optional<ManifestObject> files = top.object("files", expected);
    if (files.isEmpty() || files.get().keys().isEmpty()) {
      top.refuse("files", "missing", expected);
      return List.of();
    }
    ManifestObject byPrecision = files.get();
    return byPrecision.keys().stream().map(name -> FileList.read(byPrecision, name)).toList();
  }

  private SluiceException refused(String why, @Nullable Throwable cause) {
    return new SluiceException(
        ErrorCode.MODEL, "the manifest " + file + " can't be used: " + why, cause);
  }
}
