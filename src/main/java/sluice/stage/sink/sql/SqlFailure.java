package sluice.stage.sink.sql;

/** What the failure of a statement means. */
sealed interface SqlFailure {

  /**
   * A row will never be taken: it is found among the others, and its message is refused.
   *
   * @param reason why, in one line
   */
  record OfRow(String reason) implements SqlFailure {}

  /**
   * All is tried again, with a new connection.
   *
   * @param message what failed, where, and what to do, in one line
   */
  record OfDatabase(String message) implements SqlFailure {}
}
