package sluice.app.library;

import java.util.ArrayList;
import java.util.List;

/**
 * Description of a model for display.
 *
 * @param sections groups of facts
 */
public record ModelInfo(List<Section> sections) {

  /**
   * A group of facts; {@code sluice models info --json} writes these members.
   *
   * @param title what they are about
   * @param facts the facts, in order
   */
  public record Section(String title, List<Fact> facts) {
    /** A group to be filled. */
    static Section of(String title) {
      return new Section(title, new ArrayList<>());
    }

    Section add(String name, Object value) {
      facts.add(new Fact(name, String.valueOf(value)));
      return this;
    }
  }

  /**
   * A fact.
   *
   * @param name what of it
   * @param value one line
   */
  public record Fact(String name, String value) {}
}
