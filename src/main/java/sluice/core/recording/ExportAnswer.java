package sluice.core.recording;

/** What comes of asking for an export. */
public sealed interface ExportAnswer {
  /** It is made as soon as those before it are. */
  record Taken(RecordingExport export) implements ExportAnswer {}

  /**
   * It isn't made.
   *
   * @param cause in a word
   * @param detail what is in the way and what to do, for people
   */
  record Refused(Cause cause, String detail) implements ExportAnswer {}

  /** Why an export isn't made. */
  enum Cause {
    /** Nothing is recorded in the span. */
    NOTHING,
    /** It has too many files or parts, or takes too much. */
    TOO_LARGE,
    /** As many wait as may. */
    BUSY,
    /** As many are kept as may be. */
    TOO_MANY,
    /** The disk has too little room. */
    NO_ROOM
  }
}
