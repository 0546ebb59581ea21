/**
 * Sinks of results. {@link sluice.stage.sink.ResultSink} is the port; a {@link
 * sluice.stage.sink.SinkWorker} runs one of them on a thread of its own behind a bounded queue, so
 * that a slow or failing sink never holds up anything that did not agree to wait. The adapters are
 * in the packages below: {@code jsonl} and {@code overlay}. Depends on {@code sluice.core} and, in
 * {@code overlay}, on {@code sluice.video}.
 */
package sluice.stage.sink;
