package sluice.core.util;

/** Text of others made fit for one line of a message or of the log. */
public final class MessageText {
  private MessageText() {}

  /**
   * The text in one line: line breaks with the blanks around them become one separator, other
   * control characters a question mark; blanks at both ends go. The time that it takes grows with
   * the text's length.
   *
   * @param separator stands for line breaks, such as a blank
   */
  public static String oneLine(String text, String separator) {
    StringBuilder out = new StringBuilder(text.length());
    boolean broken = false;
    int blanks = 0; // at the end of what is written
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isLineBreak(c)) {
        broken = true;
      } else if (Character.isWhitespace(c)) {
        if (!broken) {
          out.append(c == '\t' ? ' ' : isControl(c) ? '?' : c);
          blanks++;
        }
      } else {
        if (broken) {
          out.setLength(out.length() - blanks);
          out.append(out.isEmpty() ? "" : separator);
        }
        broken = false;
        blanks = 0;
        out.append(isControl(c) ? '?' : c);
      }
    }
    return out.toString().strip();
  }

  /** The same with a blank for line breaks. */
  public static String oneLine(String text) {
    return oneLine(text, " ");
  }

  /** Each control character and line terminator as a question mark, so that no line can break. */
  public static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        StringBuilder out = new StringBuilder(text);
        for (int j = i; j < out.length(); j++) {
          out.setCharAt(j, isControl(out.charAt(j)) ? '?' : out.charAt(j));
        }
        return out.toString();
      }
    }
    return text;
  }

  /** Whether a character is a control character or ends a line, those of Unicode included. */
  public static boolean isControl(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static boolean isLineBreak(char c) {
    return switch (c) {
      case '\n', '\r', '\u000b', '\f', '\u0085', '\u2028', '\u2029' -> true;
      default -> false;
    };
  }
}
