package sluice.recording.index;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.MessageText;

/** How failures of the index's file are told. Immutable. */
final class IndexFailures {
  /** Of an extended code, the part that names the kind. */
  private static final int KIND = 0xff;

  private final Path file;

  IndexFailures(Path file) {
    this.file = file;
  }

  /** A failure for the user; a {@link DamagedIndexException} where the file is damaged. */
  SluiceException of(SQLException failure) {
    String said = said(failure.getMessage());
    if (!(failure instanceof SQLiteException known)) {
      return failed(
          "can't be used: %s; see the folder that org.sqlite.tmpdir names", said, failure);
    }
    // Kinds are SQLite's primary result codes.
    return switch (SQLiteErrorCode.getErrorCode(known.getResultCode().code & KIND)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> damaged(said, failure);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          failed("is locked by another program: see which one has it open", said, failure);
      case SQLITE_FULL -> failed("has no room: make some on its disk", said, failure);
      case SQLITE_IOERR -> failed("can't be read or written (%s): see its disk", said, failure);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          failed(
              "can't be written: give the service's user the right to write the file and its"
                  + " folder",
              said,
              failure);
      case SQLITE_CANTOPEN ->
          failed(
              "can't be opened: see whether it is a file, and may be written by the service's user",
              said,
              failure);
      default -> failed("can't be used (%s)", said, failure);
    };
  }

  /** The file isn't what it should be. */
  DamagedIndexException damaged(String why, @Nullable Throwable cause) {
    return new DamagedIndexException(
        "index of recordings %s is damaged, or is none (%s): move it away, and it is built again from the recordings"
            .formatted(file, why),
        cause);
  }

  /** The file is of a program that is newer than this one. */
  SluiceException newer(int version, int known) {
    return new SluiceException(
        ErrorCode.ENVIRONMENT,
        "index of recordings %s: version %d (expected: at most %d; a newer Sluice has made it: run that one, or move the file away, and it is built again from the recordings)"
            .formatted(file, version, known));
  }

  /** The index is used after its end. */
  SluiceException closed() {
    return failed("is closed", "", null);
  }

  /** Somebody has waited for too long, or is to end. */
  SluiceException busy(String why) {
    return failed("is busy: %s", why, null);
  }

  private SluiceException failed(String what, String said, @Nullable Throwable cause) {
    return new SluiceException(
        ErrorCode.OUTPUT, "index of recordings %s ".formatted(file) + what.formatted(said), cause);
  }

  /** What SQLite says, in a line, without the code that the driver puts before it. */
  private static String said(@Nullable String message) {
    String text = MessageText.oneLine(message == null ? "no reason is given" : message);
    int end = text.startsWith("[") ? text.indexOf(']') : -1;
    return end < 0 ? text : text.substring(end + 1).strip();
  }
}
