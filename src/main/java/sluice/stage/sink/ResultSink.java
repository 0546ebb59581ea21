package sluice.stage.sink;

import java.nio.file.Path;
import java.util.Optional;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;

/**
 * Sink of one stream's results, in order.
 *
 * <p>All methods but {@link #health} may block, and are called one after the other, by changing
 * threads, each of which sees what those before it did: {@link #open} once, {@link
 * #write(SinkItem)} for each result, then {@link #finish}. Where one of these fails, or the run is
 * aborted, {@link #abort} comes last. After {@code finish} or {@code abort} nothing is held any
 * more. A sink whose stream goes on when it fails is opened again after {@code abort}. What is
 * known to fail beforehand, such as a file that exists, is refused when the sink is made, before
 * any work was done.
 */
public interface ResultSink {

  /**
   * Whether {@link SinkItem#picture} is wanted. A sink that doesn't draw must not hold pictures:
   * they keep the decoder waiting.
   */
  boolean wantsPicture();

  /**
   * Prepares for the results of a source.
   *
   * @throws SluiceException OUTPUT when the place can't be written
   */
  void open(SourceInfo source);

  /**
   * Takes one result. The caller closes the item afterwards.
   *
   * @throws SluiceException OUTPUT when it can't be written
   */
  void write(SinkItem item);

  /**
   * Takes an event, in its place between results; also before {@link #open}, where the stream tells
   * of itself before its source could be opened. A sink that selects no events never gets one.
   *
   * @throws SluiceException OUTPUT when it can't be written
   */
  default void write(SinkEvent event) {}

  /**
   * How it is doing. From any thread, at any time, also before {@link #open} and after the end;
   * does not block.
   */
  SinkHealth health();

  /**
   * Completes the output.
   *
   * @return the finished file, where there is one
   * @throws SluiceException OUTPUT when it can't be completed
   */
  Optional<Path> finish();

  /**
   * Aborts, whatever state it is in, and frees everything; does not throw.
   *
   * @return the incomplete file that stays, where it is worth keeping
   */
  Optional<Path> abort();
}
