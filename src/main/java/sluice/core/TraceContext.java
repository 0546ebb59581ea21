package sluice.core;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a traced frame, as W3C's Trace Context has it: what the frame's messages carry so
 * that whoever gets them finds the trace.
 *
 * @param traceId of the trace, 32 lower-case hexadecimal digits, not all 0
 * @param spanId of the frame's own span, 16 such digits, not all 0
 */
public record TraceContext(String traceId, String spanId) {
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}");

  /** A new identity, which no other frame has. */
  public static TraceContext random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new TraceContext(digits(random) + digits(random), digits(random));
  }

  /** 16 hexadecimal digits, not all 0. */
  private static String digits(ThreadLocalRandom random) {
    long bits = random.nextLong();
    while (bits == 0) {
      bits = random.nextLong();
    }
    StringBuilder text = new StringBuilder(Long.SIZE / 4);
    for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
      text.append(Character.forDigit((int) (bits >>> shift) & 0xf, 16));
    }
    return text.toString();
  }

  /** The identity in a {@code traceparent} of version 00; absent where it is none. */
  public static Optional<TraceContext> parse(String traceparent) {
    Matcher matcher = TRACEPARENT.matcher(traceparent);
    return matcher.matches()
        ? Optional.of(new TraceContext(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** The value of the header {@code traceparent}: version 00, sampled. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + "-01";
  }
}
