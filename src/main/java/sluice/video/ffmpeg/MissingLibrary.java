package sluice.video.ffmpeg;

/** What a native library lacks that can't be loaded. */
public final class MissingLibrary {
  private MissingLibrary() {}

  /** What the system's loader says, which names the library that is missing. */
  public static String reason(LinkageError failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String said = cause.getMessage();
    return said == null || said.isBlank() ? "the system gives no reason" : said;
  }
}
