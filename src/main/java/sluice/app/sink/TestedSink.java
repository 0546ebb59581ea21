package sluice.app.sink;

import sluice.stage.sink.SinkTestResult;

/**
 * A sink that was tested.
 *
 * @param name of the sink
 * @param type name of its type
 * @param result what was seen
 */
public record TestedSink(String name, String type, SinkTestResult result) {}
