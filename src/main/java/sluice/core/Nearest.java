package sluice.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that somebody who mistyped may have meant. */
public final class Nearest {

  private Nearest() {}

  /**
   * The known word that differs least from another one, if at most half of its letters differ; the
   * first of several.
   */
  public static Optional<String> of(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= (candidate.length() + 1) / 2)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /**
   * The least number of letters to insert, leave out or change that makes one word the other
   * (Levenshtein 1965).
   */
  private static int distance(String from, String to) {
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
