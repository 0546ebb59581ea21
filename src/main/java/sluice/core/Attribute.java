package sluice.core;

/**
 * An attribute that a classifier gives a picture or an object, such as its colour.
 *
 * @param name the attribute's name, as the model's manifest has it
 * @param labelId the value, as the model numbers it, from 0; of an attribute that is there or not,
 *     1 where it is there
 * @param label the value in words; of an attribute that is there or not, {@link #YES} or {@link
 *     #NO}
 * @param confidence of that value, 0 to 1
 */
public record Attribute(String name, int labelId, String label, float confidence) {
  /** The label of an attribute that is there. */
  public static final String YES = "yes";

  /** The label of an attribute that is not there. */
  public static final String NO = "no";
}
