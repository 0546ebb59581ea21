package sluice.stage.sink.sql;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/** Cleans what drivers and databases say. */
final class DriverText {
  private static final int LONGEST = 300;
  private static final int DEEPEST = 10;
  private static final Pattern CLASS_NAMES =
      Pattern.compile("(?<![A-Za-z0-9$.])[a-z][A-Za-z0-9$.]*+(?<=Exception|Error)(?:: |$)");

  private DriverText() {}

  /** A text in one line, without names of classes and secrets, of a bounded length. */
  static String clean(@Nullable String text) {
    String line = MessageText.oneLine(text == null ? "" : text);
    String clean = Redaction.redact(CLASS_NAMES.matcher(line).replaceAll(""));
    if (clean.isBlank()) {
      return "no reason given";
    }
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }

  /** A cause of a kind, itself or behind it; null where there is none. */
  static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> kind) {
    Throwable each = failure;
    for (int i = 0; i < DEEPEST && each != null; i++) {
      if (kind.isInstance(each)) {
        return kind.cast(each);
      }
      each = each.getCause();
    }
    return null;
  }

  /** What the deepest cause says. */
  static String deepest(Throwable failure) {
    Throwable each = failure;
    for (int i = 0; i < DEEPEST && each.getCause() != null; i++) {
      each = each.getCause();
    }
    return clean(each.getMessage());
  }
}
