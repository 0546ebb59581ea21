package sluice.video.image;

/** What the drawn fonts can show. */
final class CanvasText {
  private static final int FIRST_PRINTABLE = ' ';
  private static final int LAST_PRINTABLE = '~';

  private CanvasText() {}

  /**
   * The text with a question mark for each character that Hershey fonts don't have, which is all
   * but printable ASCII.
   */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point >= FIRST_PRINTABLE && point <= LAST_PRINTABLE ? point : '?')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
