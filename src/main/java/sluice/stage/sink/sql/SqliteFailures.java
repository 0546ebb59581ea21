package sluice.stage.sink.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What failures of SQLite mean, and how they are told. Immutable. */
final class SqliteFailures {
  /** Of an extended code, the part that names the kind. */
  private static final int KIND = 0xff;

  private final Path file;

  SqliteFailures(Path file) {
    this.file = file;
  }

  /** What a failure means; kinds are SQLite's primary result codes. */
  SqlFailure of(SQLException failure) {
    @Nullable SQLiteException cause = DriverText.cause(failure, SQLiteException.class);
    if (cause == null) {
      return new SqlFailure.OfDatabase(
          "%s can't be used: %s; see the folder that org.sqlite.tmpdir names"
              .formatted(file, DriverText.deepest(failure)));
    }
    SQLiteErrorCode kind = SQLiteErrorCode.getErrorCode(cause.getResultCode().code & KIND);
    String said = said(cause);
    return switch (kind) {
      case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE ->
          new SqlFailure.OfRow(said);
      default -> new SqlFailure.OfDatabase(text(kind, said));
    };
  }

  private String text(SQLiteErrorCode kind, String said) {
    return switch (kind) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "%s is locked by another program: see which one holds a transaction open".formatted(file);
      case SQLITE_FULL -> "no room for %s: make some on its disk".formatted(file);
      case SQLITE_IOERR -> "%s can't be read or written (%s): see its disk".formatted(file, said);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          "%s can't be written: give the service's user the right to write the file and its folder"
              .formatted(file);
      case SQLITE_CANTOPEN ->
          "%s can't be opened: see whether its folder is there, and may be written by the service's"
                  .formatted(file)
              + " user";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "%s is damaged, or is no file of SQLite (%s): move it away, and another one is made"
              .formatted(file, said);
      default -> "%s didn't take messages (%s)".formatted(file, said);
    };
  }

  /** What SQLite says, without the code that the driver puts before it. */
  private static String said(SQLiteException failure) {
    String text = DriverText.clean(failure.getMessage());
    int end = text.startsWith("[") ? text.indexOf(']') : -1;
    return end < 0 ? text : text.substring(end + 1).strip();
  }
}
