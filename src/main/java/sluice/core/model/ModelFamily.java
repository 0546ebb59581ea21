package sluice.core.model;

import java.util.List;

/**
 * A family of models that write their results into their outputs in the same way: its identity and
 * the facts by which recognition, settings and messages know it. The code that reads its outputs
 * stands with these facts in one object, the {@code Family} of {@code stage.postprocess}; which
 * families there are is said in one list, that of {@code app.ModelFamilies}, and handed to what
 * needs it. In shapes, N is the number of boxes and C that of classes; more in
 * src/docs/families.md.
 *
 * @param wireName the family's name in flags, settings, manifests and messages: lower case, hyphens
 * @param models which models are of the family, in a few words
 * @param outputs the outputs that a model of the family has, in a few words
 * @param classifies whether its outputs score the classes of the whole picture; else they hold
 *     boxes
 * @param defaults defaults where nothing else is configured
 * @param hints what makers of its models write into them
 */
public record ModelFamily(
    String wireName,
    String models,
    String outputs,
    boolean classifies,
    FamilyDefaults defaults,
    FamilyHints hints) {

  /** The word by which Ultralytics' tools call what a family's models do ({@code task}). */
  public String task() {
    return hints.task().orElse(classifies ? "classify" : "detect");
  }

  /** The names of families, in their order. */
  public static List<String> wireNames(List<ModelFamily> families) {
    return families.stream().map(ModelFamily::wireName).toList();
  }

  /** The family's name. */
  @Override
  public String toString() {
    return wireName;
  }
}
