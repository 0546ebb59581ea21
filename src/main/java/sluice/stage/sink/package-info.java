/**
 * Sinks of results. {@link sluice.stage.sink.ResultSink} is the port; a {@link
 * sluice.stage.sink.SinkWorker} runs one of them behind a bounded queue, so that a slow or failing
 * sink never holds up anything that did not agree to wait. What can be configured is a {@link
 * sluice.stage.sink.SinkType}, in a folder of its own below this one, with its settings. Depends on
 * {@code sluice.core} and, for settings, on {@code sluice.config.binding} and {@code
 * sluice.config.sink}.
 */
package sluice.stage.sink;
