package sluice.testing;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Threads that were started since this was made: those that tests of before left, which may still
 * be at their end, aren't among them.
 */
public final class NewThreads {
  private final Set<Thread> before = running();

  /** Names of those that run, of the names that count. */
  public List<String> named(Predicate<String> counts) {
    return running().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(counts)
        .toList();
  }

  private static Set<Thread> running() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }
}
