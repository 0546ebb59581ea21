package sluice.telemetry.tracing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An operation that is over.
 *
 * @param from when it began
 * @param to when it had ended
 * @param error what ended it, as {@link ErrorType} says it; empty where it succeeded
 */
record OperationRecord(Operation operation, Instant from, Instant to, String error)
    implements TraceRecord {

  /**
   * Runs an operation and puts its record into a queue, however it ends.
   *
   * @param date gives its begin
   * @param cancelled whether a failure only says that it was given up
   * @return what it gave; what it throws goes on
   */
  static <T> T run(
      RecordQueue queue,
      InstantSource date,
      Operation operation,
      BooleanSupplier cancelled,
      Supplier<T> work) {
    Instant from = date.instant();
    long begin = System.nanoTime();
    String error = ErrorType.NONE;
    try {
      return work.get();
    } catch (RuntimeException | Error failure) {
      error = cancelled.getAsBoolean() ? ErrorType.CANCELLED : ErrorType.of(failure);
      throw failure;
    } finally {
      Instant to = from.plusNanos(System.nanoTime() - begin);
      queue.add(new OperationRecord(operation, from, to, error));
    }
  }

  @Override
  public int spans() {
    return 1;
  }
}
