package sluice.service.sink;

import sluice.stage.sink.SinkTestResult;

/** What came of the wish to test a sink. */
public sealed interface SinkTestAnswer {

  /** It was tested. */
  record Done(SinkTestResult result) implements SinkTestAnswer {}

  /** The configuration has no such sink. */
  record Unknown() implements SinkTestAnswer {}

  /** It is being tested already. */
  record Running() implements SinkTestAnswer {}

  /**
   * Too many are being tested.
   *
   * @param limit how many may be at once
   */
  record TooMany(int limit) implements SinkTestAnswer {}
}
