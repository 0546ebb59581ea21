package sluice.fuzz;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Fuzz target: the code that is given mutated input. One thread. */
interface FuzzTarget extends AutoCloseable {

  /**
   * Runs a case to its end, or to its deadline.
   *
   * @param number the case's number, for names
   * @param random decides all that is random about the case
   * @return what came of it, in a word or two: what is counted
   * @throws Finding when it came to what must not be
   * @throws Exception when the target can't be had at all
   */
  String run(long number, Random random) throws Exception;

  /**
   * Takes note of memory, descriptors and the like, some times in a run.
   *
   * @param done cases so far
   */
  default void note(long done) throws Exception {}

  /** What is to be said at the end, a line each. */
  default List<String> facts() {
    return List.of();
  }

  @Override
  void close() throws IOException;
}
