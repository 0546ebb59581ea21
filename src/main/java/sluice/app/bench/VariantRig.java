package sluice.app.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.bench.CameraRig;
import sluice.bench.RunningCameras;
import sluice.config.settings.StreamConfig;
import sluice.core.StreamObserver;

/**
 * Starts cameras with a variant's settings, each time in a service that keeps what it keeps in a
 * folder of its own.
 *
 * @param name what the variant is called
 * @param settings what it changes, as it was written
 * @param fps results a second that each camera is to have
 * @param recording how long the recording is
 * @param template what the service is made from
 * @param stream what every camera has
 * @param folder for the services' folders
 * @param services counts them
 */
record VariantRig(
    String name,
    String settings,
    double fps,
    Duration recording,
    ServiceTemplate template,
    StreamConfig stream,
    Path folder,
    AtomicInteger services)
    implements CameraRig {

  @Override
  public RunningCameras start(List<? extends StreamObserver> observers) {
    Path data = folder.resolve("service-" + services.incrementAndGet());
    return ServiceCameras.start(
        template.file(), template.copies(stream, observers.size(), data), observers);
  }
}
