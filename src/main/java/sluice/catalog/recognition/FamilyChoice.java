package sluice.catalog.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.FamilyHints;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;

/**
 * The choice of a family for a model, and the reason for it. A family is recognised by its outputs,
 * and among several by what the model's maker has written, as {@link FamilyHints} understand it.
 *
 * @param family the family
 * @param reason half a sentence
 */
record FamilyChoice(ModelFamily family, String reason) {
  /**
   * Chooses.
   *
   * @param model how messages name the model
   * @param wanted the family that was named, if any
   * @param outputs the model's outputs
   * @param candidates the families that these could be of
   * @throws SluiceException of code MODEL when it is not sure
   */
  static FamilyChoice of(
      String model,
      Optional<ModelFamily> wanted,
      ModelMetadata note,
      List<OutputSpec> outputs,
      FamilyCandidates candidates) {
    if (wanted.isPresent()) {
      return new FamilyChoice(wanted.get(), "as it was named");
    }
    List<ModelFamily> fitting = candidates.fitting();
    List<ModelFamily> left = fitting.stream().filter(family -> isMeant(family, note)).toList();
    String seen = outputs.size() == 1 ? "output " : "outputs ";
    seen += outputs.stream().map(OutputSpec::toString).collect(Collectors.joining(", "));
    List<String> said = said(note);
    if (left.size() == 1) {
      ModelFamily family = left.getFirst();
      String by = said.isEmpty() ? "" : " and by " + String.join(", ", said);
      return new FamilyChoice(family, "by its " + seen + by);
    }
    // Key points, masks or angles would be read as classes: no family of another task is offered.
    boolean otherTask =
        note.task()
            .filter(task -> fitting.stream().map(ModelFamily::task).noneMatch(task::equals))
            .isPresent();
    List<ModelFamily> offered = otherTask ? List.of() : left.isEmpty() ? fitting : left;
    throw unsure(model, seen, note, new FamilyCandidates(candidates.known(), offered));
  }

  /** Whether metadata are compatible with a family; they are where there are none. */
  private static boolean isMeant(ModelFamily family, ModelMetadata note) {
    FamilyHints hints = family.hints();
    return (!note.isOfUltralytics() || hints.ofUltralytics())
        && note.product().map(hints::hasProduct).orElse(true)
        && note.task().map(family.task()::equals).orElse(true)
        // Of another wrapper of Model API Sluice doesn't know the outputs.
        && note.typeOfModel().map(hints::hasModelType).orElse(true)
        && (!note.endToEnd().orElse(false) || hints.endToEnd());
  }

  /** The metadata as text. */
  private static List<String> said(ModelMetadata note) {
    List<String> said = new ArrayList<>();
    note.product().ifPresent(product -> said.add("its maker's name " + product));
    note.type().ifPresent(type -> said.add("model_type " + type));
    note.task().ifPresent(task -> said.add("task " + task));
    if (note.endToEnd().orElse(false)) {
      said.add("end2end");
    }
    if (said.isEmpty() && note.isOfUltralytics()) {
      said.add("Ultralytics' names and stride");
    }
    note.beside()
        .filter(file -> !said.isEmpty())
        .ifPresent(file -> said.set(said.size() - 1, said.getLast() + " (with " + file + ")"));
    return said;
  }

  private static SluiceException unsure(
      String model, String seen, ModelMetadata note, FamilyCandidates candidates) {
    List<String> said = said(note);
    List<ModelFamily> offered = candidates.fitting();
    String notes = said.isEmpty() ? "" : ", its notes " + String.join(", ", said);
    if (!note.unused().isEmpty()) {
      notes += ", not used of its metadata: " + String.join(", ", note.unused());
    }
    String expected =
        offered.isEmpty()
            ? "those of one of " + String.join(", ", ModelFamily.wireNames(candidates.known()))
            : "a family to be named, one of "
                + offered.stream()
                    .map(each -> each.wireName() + " for " + each.models())
                    .collect(Collectors.joining(", "));
    String what =
        offered.isEmpty()
            ? "use a model of a family that Sluice reads, or name the family with --family if it is"
                + " one"
            : offered.stream()
                .map(each -> "--family " + each.wireName())
                .collect(Collectors.joining(" or ", "give ", ""));
    what += note.beside().map(", or take %s away if it is another model's"::formatted).orElse("");
    return new SluiceException(
        ErrorCode.MODEL,
        "model %s: what it is can't be told for sure: its %s%s (expected: %s); %s"
            .formatted(model, seen, notes, expected, what));
  }
}
