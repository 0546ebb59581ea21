package sluice.stage.postprocess;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.core.util.EditDistance;

/**
 * A registry of families: which of them outputs could be of, and who reads the outputs of which.
 * Knows no family by itself; it is made of a list. Unchanging; any thread may use it.
 *
 * @param all the families in the order in which candidates are listed
 */
public record Families(List<Family> all) {

  /**
   * A registry of these families.
   *
   * @throws IllegalArgumentException when two have the same name, or one is called {@code auto}
   */
  public Families {
    all = List.copyOf(all);
    List<String> names = all.stream().map(family -> family.facts().wireName()).toList();
    if (names.stream().distinct().count() < names.size() || names.contains("auto")) {
      throw new IllegalArgumentException("names of families must differ: " + names);
    }
  }

  /** The facts of all families, in their order. */
  public List<ModelFamily> facts() {
    return all.stream().map(Family::facts).toList();
  }

  /**
   * The facts of the family of a name.
   *
   * @throws SluiceException of code USAGE when there is none; it names the nearest
   */
  public ModelFamily named(String wireName) {
    return facts().stream()
        .filter(family -> family.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> unknown(wireName));
  }

  private SluiceException unknown(String wireName) {
    List<String> names = ModelFamily.wireNames(facts());
    String nearest =
        EditDistance.nearest(wireName, names).map(near -> "; nearest: " + near).orElse("");
    return new SluiceException(
        ErrorCode.USAGE,
        "family: %s (expected: one of %s%s)"
            .formatted(wireName, String.join(", ", names), nearest));
  }

  /**
   * The reader for a model's outputs.
   *
   * @param family what they mean; one of this registry
   * @param input the model's input; some families give boxes in its pixels
   * @param outputs the model's outputs
   * @throws SluiceException of code MODEL when the outputs can't be that family's
   */
  public Postprocessor reader(
      ModelFamily family, InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return all.stream()
        .filter(each -> each.facts().equals(family))
        .findFirst()
        .orElseThrow(() -> unknown(family.wireName()))
        .reader(input, outputs, settings);
  }

  /**
   * The families that outputs could be of, judged by shapes and names alone, in the order of this
   * registry; empty when they are of none that is known. Where there are several, only what else is
   * known of the model can decide.
   *
   * @param labels the number of the model's classes, 0 where unknown; it decides among families
   *     where it is that of one's classes
   * @param task what the model does in Ultralytics' word, where its maker wrote it; families of
   *     that task are then offered outputs that would say too little by themselves
   */
  public List<ModelFamily> fitting(
      InputSpec input, List<OutputSpec> outputs, int labels, Optional<String> task) {
    List<Family> fitting =
        all.stream()
            .filter(
                family ->
                    task.filter(family.facts().task()::equals).isPresent()
                        ? family.fitsWithTask(input, outputs)
                        : family.fits(input, outputs))
            .toList();
    List<Family> counted =
        fitting.stream()
            .filter(family -> family.classCount(outputs).orElse(labels) == labels)
            .toList();
    List<Family> left = labels == 0 || counted.isEmpty() ? fitting : counted;
    return left.stream().map(Family::facts).toList();
  }

  /** The same for a model whose task nobody wrote. */
  public List<ModelFamily> fitting(InputSpec input, List<OutputSpec> outputs, int labels) {
    return fitting(input, outputs, labels, Optional.empty());
  }

  /**
   * How many classes a model's outputs have.
   *
   * @param family what they mean; one of this registry
   * @return absent where classes are numbered in the outputs, not lined up, or where the outputs
   *     don't look like that family's
   */
  public OptionalLong classCount(ModelFamily family, InputSpec input, List<OutputSpec> outputs) {
    return all.stream()
        .filter(each -> each.facts().equals(family) && each.fitsWithTask(input, outputs))
        .findFirst()
        .map(each -> each.classCount(outputs))
        .orElse(OptionalLong.empty());
  }

  /** Outputs as messages show them. */
  public static String describe(List<OutputSpec> outputs) {
    return outputs.stream()
        .map(output -> "'" + output.name() + "' " + output.shape())
        .collect(Collectors.joining(", "));
  }

  /** The failure of code MODEL which tells that outputs are not a family's. */
  public static SluiceException notOf(ModelFamily family, List<OutputSpec> outputs) {
    return new SluiceException(
        ErrorCode.MODEL,
        "the model's outputs are %s (expected: %s, as family %s has); use a model of that family, or name the one that this is of"
            .formatted(describe(outputs), family.outputs(), family.wireName()));
  }
}
