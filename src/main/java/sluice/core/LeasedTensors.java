package sluice.core;

/** Leased tensor memory: of one inference, or of all inferences of a frame. */
public interface LeasedTensors extends AutoCloseable {

  /**
   * Gives the memory back to its pool; no device may work on it any more. Closing twice does
   * nothing the second time.
   */
  @Override
  void close();
}
