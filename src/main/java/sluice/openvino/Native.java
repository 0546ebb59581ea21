package sluice.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sluice.openvino.ffi.CommonApi;
import sluice.openvino.ffi.Strings;

/** The one check of statuses, and the usual forms of an answer. */
final class Native {
  private static final Pattern SOURCE_CHECK =
      Pattern.compile("Check '.{1,300}?' failed at \\S+:\\d+:?\\s*");

  private Native() {}

  /** Throws unless a call succeeded. */
  static void check(int status, Supplier<String> doing) {
    if (status != Status.OK.code()) {
      throw failure(status, doing.get());
    }
  }

  /**
   * What to throw for a call that failed. To be made at once: the library keeps the text of one
   * failure only.
   */
  static OpenVinoException failure(int code, String doing) {
    Status status = new Status(code);
    String text = oneLine(CommonApi.lastErrorText());
    return new OpenVinoException(
        status, doing + ": " + status + (text.isEmpty() ? "" : ": " + text));
  }

  /**
   * OpenVINO's text on one line, without the places and conditions of its source, which say nothing
   * to the reader.
   */
  static String oneLine(String text) {
    String line =
        text.lines()
            .map(String::strip)
            .filter(part -> !part.isEmpty() && !part.startsWith("Exception from "))
            .collect(Collectors.joining(" "));
    String plain = SOURCE_CHECK.matcher(line).replaceAll("").strip();
    return plain.isEmpty() ? line : plain;
  }

  /** A call that returns a pointer through its last argument. */
  static MemorySegment pointer(Supplier<String> doing, ToIntFunction<MemorySegment> call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      check(call.applyAsInt(out), doing);
      return out.get(ADDRESS, 0);
    }
  }

  /** An array of C strings. */
  static MemorySegment texts(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(ADDRESS, texts.size());
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }

  /** A call that returns a number ({@code size_t}) through its last argument. */
  static long number(Supplier<String> doing, ToIntFunction<MemorySegment> call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      check(call.applyAsInt(out), doing);
      return out.get(JAVA_LONG, 0);
    }
  }

  /** A call that gives a string away through its last argument. */
  static String text(Supplier<String> doing, ToIntFunction<MemorySegment> call) {
    return Strings.take(pointer(doing, call));
  }
}
