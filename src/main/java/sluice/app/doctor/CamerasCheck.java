package sluice.app.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sluice.config.settings.ServiceConfig;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.stage.source.CameraDevices;
import sluice.video.demux.Devices;

/** The cameras of this machine: which are there, may be read, and are streams of. */
final class CamerasCheck implements DoctorCheck {
  private final Path folder;
  private final Predicate<Path> isVideo;
  private final Runnable load;
  private final Optional<ServiceConfig> config;

  /**
   * A check of what is in a folder of devices.
   *
   * @param config whose streams may be of cameras
   */
  CamerasCheck(Path folder, Optional<ServiceConfig> config) {
    this(folder, CameraDevices::isVideoDevice, Devices::load, config);
  }

  /** With other devices, for tests. */
  CamerasCheck(
      Path folder, Predicate<Path> isVideo, Runnable load, Optional<ServiceConfig> config) {
    this.folder = folder;
    this.isVideo = isVideo;
    this.load = load;
    this.config = config;
  }

  @Override
  public String name() {
    return "cameras";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (String device : CameraDevices.list(folder)) {
      findings.add(
          refusal(device)
              .map(refusal -> Finding.warning(refusal, ""))
              .orElseGet(() -> Finding.ok(device + " may be read")));
    }
    boolean none = findings.isEmpty();
    boolean wanted = addStreams(findings);
    if (none && !wanted) {
      findings.add(Finding.ok("none at this machine, and no stream wants one"));
    } else if (wanted) {
      findings.add(library());
    }
    return findings;
  }

  /** The streams of cameras that can't be read; whether there are any streams of cameras. */
  private boolean addStreams(List<Finding> findings) {
    boolean wanted = false;
    for (var stream : config.map(each -> each.streams().values()).orElse(List.of())) {
      Optional<String> device = stream.source().device();
      wanted |= device.isPresent();
      device
          .flatMap(this::refusal)
          .ifPresent(
              refusal ->
                  findings.add(
                      Finding.problem(
                          "stream " + stream.id() + ": " + refusal,
                          "connect it, or change the stream's source")));
    }
    return wanted;
  }

  private Finding library() {
    try {
      load.run();
      return Finding.ok("FFmpeg's capture devices load");
    } catch (SluiceException e) {
      return Finding.problem(Failures.message(e), "");
    }
  }

  private Optional<String> refusal(String device) {
    try {
      CameraDevices.resolve(Path.of(device), folder, isVideo);
      return Optional.empty();
    } catch (SluiceException e) {
      return Optional.of(Failures.message(e));
    }
  }
}
