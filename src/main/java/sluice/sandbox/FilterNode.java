package sluice.sandbox;

import java.util.List;

/** What becomes of a system call: a tree of questions about its arguments. */
sealed interface FilterNode {
  /** The call is done. */
  FilterNode ALLOW = new Verdict(0x7fff_0000);

  /** The whole process ends. */
  FilterNode KILL = new Verdict(0x8000_0000);

  /** The call fails with an error of {@link Errno}. */
  static FilterNode fail(int errno) {
    return new Verdict(0x0005_0000 | errno);
  }

  /** One question with a single answer that matters. */
  static FilterNode when(int argument, int value, FilterNode then, FilterNode otherwise) {
    return new Question(argument, ~0, List.of(value), then, otherwise);
  }

  /** The end: what the kernel is told. */
  record Verdict(int action) implements FilterNode {}

  /**
   * Looks at the low 32 bits of an argument; the kernel takes no more of those that are asked for.
   *
   * @param argument 0 to 5
   * @param mask bits that are looked at
   * @param values what they are compared to
   */
  record Question(
      int argument, int mask, List<Integer> values, FilterNode then, FilterNode otherwise)
      implements FilterNode {}
}
