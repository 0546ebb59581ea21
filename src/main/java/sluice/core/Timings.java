package sluice.core;

/**
 * What each stage spent on one frame, in nanoseconds. A stage counts its own work only; waiting for
 * another stage is counted nowhere but in {@link #requestWait} and, as part of the whole, in {@link
 * #endToEnd}.
 *
 * <p>Written by the one thread that has the frame at the time; frames change threads through
 * hand-overs that order these writes.
 */
public final class Timings {
  /**
   * From the start of decoding this picture, or of reading it from the network, to having it;
   * network waits are left out.
   */
  public long decode;

  /** Scaling and converting into the input tensor. */
  public long preprocess;

  /** From handing the prepared frame over to the start of its inference. */
  public long requestWait;

  /** On the device. */
  public long inference;

  /** From raw outputs to detections. */
  public long postprocess;

  /** From the moment the decoder had the picture to the finished result. */
  public long endToEnd;
}
