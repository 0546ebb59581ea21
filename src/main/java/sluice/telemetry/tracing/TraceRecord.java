package sluice.telemetry.tracing;

/** What spans are built of, later and on another thread: plain values that hold nothing. */
sealed interface TraceRecord permits FrameRecord, CropRecord, PublishRecord, OperationRecord {
  /** How many spans are built of it. */
  int spans();
}
