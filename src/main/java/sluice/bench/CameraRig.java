package sluice.bench;

import java.time.Duration;
import java.util.List;
import sluice.core.StreamObserver;

/** Starts cameras with the settings of a variant. */
public interface CameraRig {
  /** What the variant is called. */
  String name();

  /** What it changes, as it was written; empty for nothing. */
  String settings();

  /** Results a second that each camera is to have, above 0. */
  double fps();

  /** How long the recording is that they play, above 0. */
  Duration recording();

  /**
   * Starts a service for as many cameras as there are observers; none is switched on yet.
   *
   * @param observers hear of one camera each
   * @throws sluice.core.SluiceException when the service can't be started
   */
  RunningCameras start(List<? extends StreamObserver> observers);
}
