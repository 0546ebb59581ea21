package sluice.stage.postprocess;

import java.util.List;

/**
 * The documentation of a family: its rows in the generated tables of src/docs/families.md. All
 * texts are Markdown of one line without vertical bars.
 *
 * @param forms the forms in which its outputs are met, at least one
 * @param training who says how its models were trained: project and file
 */
public record FamilyDocs(List<Form> forms, String training) {

  /** Keeps its own copy. */
  public FamilyDocs {
    forms = List.copyOf(forms);
  }

  /** Documentation of a family with a single form. */
  public static FamilyDocs of(Form form, String training) {
    return new FamilyDocs(List.of(form), training);
  }

  /**
   * A form of outputs.
   *
   * @param models who writes it
   * @param outputs their shapes, and what they hold
   * @param box how a box is written; empty where there are none
   * @param confidence what a confidence is made of
   * @param overlaps who does non-maximum suppression; empty where there are no boxes
   */
  public record Form(
      String models, String outputs, String box, String confidence, String overlaps) {}
}
