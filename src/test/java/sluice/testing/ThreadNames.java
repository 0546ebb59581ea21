package sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Names of a process's threads as Linux knows them: their first 15 characters. */
final class ThreadNames {
  private ThreadNames() {}

  /**
   * How many threads there are whose names count.
   *
   * @param tasks the folder {@code task} of the process in {@code /proc}
   * @param counts is given the name; an empty one where the thread has just ended
   */
  static long count(Path tasks, Predicate<String> counts) {
    try (Stream<Path> threads = Files.list(tasks)) {
      return threads.map(ThreadNames::name).filter(counts).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm"));
    } catch (IOException gone) {
      return "";
    }
  }
}
