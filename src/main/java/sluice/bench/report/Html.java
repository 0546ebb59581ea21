package sluice.bench.report;

/** Pieces of a page that is HTML and XML at once. */
final class Html {
  private static final char REPLACEMENT = '\uFFFD';

  private Html() {}

  /**
   * A text as it may stand between tags and in attributes; what XML can't hold becomes U+FFFD. A
   * file's name may hold any of it.
   */
  static String text(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            sign -> {
              switch (sign) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isAllowed(sign) ? sign : REPLACEMENT);
              }
            });
    return safe.toString();
  }

  private static boolean isAllowed(int sign) {
    return sign == '\t'
        || sign == '\n'
        || (sign >= ' ' && sign < Character.MIN_SURROGATE)
        || (sign > Character.MAX_SURROGATE && sign < 0xFFFE)
        || sign >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
  }
}
