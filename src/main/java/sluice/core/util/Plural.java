package sluice.core.util;

/** Counts with their noun, for messages. */
public final class Plural {
  private Plural() {}

  /**
   * As {@code 1 frame} and {@code 2 frames}.
   *
   * @param noun in the singular; its plural ends in s
   */
  public static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
