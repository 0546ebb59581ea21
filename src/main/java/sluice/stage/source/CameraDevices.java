package sluice.stage.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** The cameras that Linux offers as device files (Video4Linux2). */
final class CameraDevices {
  /** FFmpeg's name for this kind of device. */
  static final String FORMAT = "v4l2";

  private CameraDevices() {}

  /**
   * Checks that a camera may be opened, for FFmpeg's own message does not tell what is there.
   *
   * @param device path of its device file
   * @param folder where device files are
   * @throws SluiceException with {@link ErrorCode#INPUT}
   */
  static void require(Path device, Path folder) {
    if (!Files.exists(device)) {
      List<String> present = list(folder);
      throw new SluiceException(
          ErrorCode.INPUT,
          device
              + ": no such camera (expected: "
              + (present.isEmpty()
                  ? "a device "
                      + folder
                      + "/video*, but this machine has none; a container must"
                      + " be given its cameras"
                  : "one of " + String.join(", ", present))
              + ")");
    }
    if (!Files.isReadable(device)) {
      throw new SluiceException(
          ErrorCode.INPUT,
          device + ": may not be read (expected: a user of the device's group, often 'video')");
    }
  }

  private static List<String> list(Path folder) {
    List<String> devices = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "video[0-9]*")) {
      found.forEach(device -> devices.add(device.toString()));
    } catch (IOException e) {
      return List.of();
    }
    devices.sort(NaturalOrder.INSTANCE);
    return devices;
  }
}
