package sluice.stage.sink.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import java.util.zip.CRC32C;

/**
 * Names of labels, lines and zones as parts of topics and ids. A name that holds what such a part
 * can't gets underscores for it, and a hash at its end, so that different names stay different.
 */
final class TopicNames {
  private static final int LONGEST = 100;

  private TopicNames() {}

  /** A level of a topic: all characters but {@code / + #} and those that can't be seen. */
  static String level(String name) {
    return fit(name, TopicNames::fitsLevel);
  }

  /** A part of an id of Home Assistant: letters, digits, underscores and hyphens. */
  static String id(String name) {
    return fit(name, TopicNames::fitsId);
  }

  private static boolean fitsLevel(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> "/+#".indexOf(c) < 0;
    };
  }

  private static boolean fitsId(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  private static String fit(String name, IntPredicate fits) {
    StringBuilder out = new StringBuilder();
    name.codePoints().limit(LONGEST).forEach(c -> out.appendCodePoint(fits.test(c) ? c : '_'));
    return out.toString().equals(name) ? name : out + "-" + hash(name);
  }

  private static String hash(String name) {
    CRC32C sum = new CRC32C();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(sum.getValue());
  }
}
