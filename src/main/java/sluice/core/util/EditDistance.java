package sluice.core.util;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** How far one word is from another; for telling a user which word was probably meant. */
public final class EditDistance {

  private EditDistance() {}

  /**
   * The word that was probably meant: the nearest one, if not more than half of its letters differ.
   *
   * @param written what the user wrote
   * @param known the words that there are, in the order to be preferred
   */
  public static Optional<String> nearest(String written, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(word -> between(written, word)))
        .filter(word -> between(written, word) <= word.length() / 2);
  }

  /**
   * The least number of letters to insert, leave out or change that makes one word the other
   * (Levenshtein 1965).
   */
  public static int between(String from, String to) {
    int[] costs = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(changed, 1 + Math.min(costs[j], costs[j - 1]));
      }
    }
    return costs[to.length()];
  }
}
