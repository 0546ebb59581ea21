package sluice.bench;

/** Cameras in a service of their own, which is ended when they are closed. For one thread. */
public interface RunningCameras extends AutoCloseable {

  /** Switches one of them on, by its index from 0. Returns at once. */
  void begin(int camera);

  /**
   * Looks whether all can go on.
   *
   * @throws sluice.core.SluiceException when one of them, their model or the service has failed
   */
  void check();

  /** Ends them; blocks until nothing is in flight any more. */
  @Override
  void close();
}
