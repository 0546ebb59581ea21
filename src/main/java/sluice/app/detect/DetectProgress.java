package sluice.app.detect;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import sluice.core.SourceInfo;
import sluice.metrics.RunProgress;

/**
 * Progress listener of a {@link DetectJob}: which sources are being processed. Calls come from any
 * thread and return at once, unless they say otherwise.
 */
public interface DetectProgress {

  /**
   * A source is open and its frames begin to come.
   *
   * @param input its place among the inputs, from 0
   * @param source what is known of it
   * @param progress how far it is; may be asked from any thread, at any time from now on, also
   *     after the run
   */
  void started(int input, SourceInfo source, Supplier<RunProgress> progress);

  /**
   * The first source is open, and its model, whose family was not given, was recognised.
   *
   * @param line what it was found to be, and why, in one line
   */
  default void recognised(String line) {}

  /**
   * A demo source is being drawn, before it can be opened.
   *
   * @param input its place among the inputs, from 0
   * @param frames drawn so far
   * @param all to be drawn
   */
  default void drawing(int input, int frames, int all) {}

  /**
   * The job has a live view, and waits for a viewer. No input is being read yet. May take some
   * seconds.
   *
   * @param page where it is
   * @param longest after this time the job begins, with or without a viewer
   */
  default void showing(URI page, Duration longest) {}

  /**
   * All inputs have ended; the job waits until its sinks' far sides have all.
   *
   * @param waiting what they don't have yet; may be asked from any thread, at any time from now on
   */
  default void delivering(Supplier<List<SinkBacklog>> waiting) {}

  /**
   * All inputs have ended; the live view stays for its viewers.
   *
   * @param longest after this time it goes
   */
  default void lingering(Duration longest) {}

  /** The last result of this input is out, or the input has failed. */
  void ended(int input);
}
