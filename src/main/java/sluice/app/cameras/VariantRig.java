package sluice.app.cameras;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.bench.CameraRig;
import sluice.bench.RunningCameras;
import sluice.config.settings.StreamConfig;
import sluice.core.StreamObserver;

/**
 * Starts cameras with a variant's settings, each time in a service of their own.
 *
 * @param variant what it is called, and what it changes
 * @param fps results a second that each camera is to have
 * @param recording how long the recording is
 * @param template what the service is made from
 * @param stream what every camera has
 * @param services counts the services of all variants
 */
record VariantRig(
    CameraSettings.Variant variant,
    double fps,
    Duration recording,
    ServiceTemplate template,
    StreamConfig stream,
    AtomicInteger services)
    implements CameraRig {

  @Override
  public String name() {
    return variant.name();
  }

  @Override
  public String settings() {
    return variant.hocon();
  }

  @Override
  public RunningCameras start(List<? extends StreamObserver> observers) {
    return template.start(stream, services.incrementAndGet(), observers);
  }
}
