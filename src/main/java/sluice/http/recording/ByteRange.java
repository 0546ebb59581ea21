package sluice.http.recording;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of some content, as RFC 9110 has it in section 14.
 *
 * @param first offset of its first byte
 * @param last offset of its last byte; before {@code first} where it is empty
 */
record ByteRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("(?i:bytes)=[ \\t]*([0-9]*)-([0-9]*)[ \\t]*");

  private static final int MOST_DIGITS = 18;

  /** What a request asks for. */
  sealed interface Choice {
    /** All: nothing else is said, or what is said is ignored. */
    record Whole() implements Choice {}

    /** A part. */
    record Part(ByteRange range) implements Choice {}

    /** What is not there. */
    record Unsatisfiable() implements Choice {}
  }

  /** All of some content. */
  static ByteRange all(long length) {
    return new ByteRange(0, length - 1);
  }

  /**
   * What a header {@code Range} chooses of content. Several ranges, other units and what has
   * another form count as none.
   *
   * @param length of the content; nothing is chosen of none
   */
  static Choice choose(Optional<String> header, long length) {
    Matcher parts = FORM.matcher(header.orElse(""));
    if (length == 0 || !parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
      return new Choice.Whole();
    }
    if (parts.group(1).isEmpty()) {
      long suffix = number(parts.group(2));
      return suffix == 0
          ? new Choice.Unsatisfiable()
          : new Choice.Part(new ByteRange(Math.max(0, length - suffix), length - 1));
    }
    long first = number(parts.group(1));
    long last = parts.group(2).isEmpty() ? Long.MAX_VALUE : number(parts.group(2));
    if (last < first) {
      return new Choice.Whole();
    }
    return first >= length
        ? new Choice.Unsatisfiable()
        : new Choice.Part(new ByteRange(first, Math.min(last, length - 1)));
  }

  /** More digits than any content has bytes are as good as the greatest number. */
  private static long number(String digits) {
    return digits.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  /** How many bytes it has. */
  long length() {
    return last - first + 1;
  }

  /** The same bytes of what this content begins at in a file. */
  ByteRange shifted(long offset) {
    return new ByteRange(first + offset, last + offset);
  }
}
