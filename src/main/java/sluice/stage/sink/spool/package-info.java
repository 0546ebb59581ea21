/**
 * The spool: a queue of records on the disk, in append-only segment files, for what has to wait for
 * a far side. Knows nothing of what the records hold. {@link sluice.stage.sink.spool.Spool} is its
 * only entrance; {@code src/docs/sinks-spool.md} says what it promises.
 */
package sluice.stage.sink.spool;
