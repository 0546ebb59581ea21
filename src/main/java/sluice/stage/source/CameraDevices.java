package sluice.stage.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;

/** The cameras that Linux offers as device files (Video4Linux2). */
public final class CameraDevices {
  /** FFmpeg's name for this kind of device. */
  static final String FORMAT = "v4l2";

  private static final Pattern VIDEO = Pattern.compile("video\\d+");

  /** From stat(2) and the kernel's list of devices (admin-guide/devices.txt). */
  private static final int FILE_TYPE = 0xF000;

  private static final int CHARACTER_DEVICE = 0x2000;
  private static final int MINOR_BITS = 8;
  private static final int MAJOR_MASK = 0xFFF;
  private static final int VIDEO_MAJOR = 81;

  private CameraDevices() {}

  /**
   * The device file of a camera with all links followed: a video device in the folder of devices,
   * whatever its path passes through. It is checked that it may be opened, for FFmpeg's own message
   * does not tell what is there.
   *
   * @param device path of its device file
   * @param folder where device files are
   * @param isVideo whether a file is a device for video
   * @throws SluiceException with {@link ErrorCode#INPUT}
   */
  public static Path resolve(Path device, Path folder, Predicate<Path> isVideo) {
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
    Path file = real(device);
    boolean inFolder = real(folder).equals(file.getParent());
    if (!inFolder
        || !VIDEO.matcher(file.getFileName().toString()).matches()
        || !isVideo.test(file)) {
      throw new SluiceException(
          ErrorCode.INPUT, device + ": is no camera (expected: a device " + folder + "/video*)");
    }
    if (!Files.isReadable(file)) {
      throw new SluiceException(
          ErrorCode.INPUT,
          device + ": may not be read (expected: a user of the device's group, often 'video')");
    }
    return file;
  }

  /** Whether a file is a character device of Video4Linux. */
  public static boolean isVideoDevice(Path file) {
    try {
      return Files.getAttribute(file, "unix:mode") instanceof Integer mode
          && Files.getAttribute(file, "unix:rdev") instanceof Long device
          && (mode & FILE_TYPE) == CHARACTER_DEVICE
          && ((device >> MINOR_BITS) & MAJOR_MASK) == VIDEO_MAJOR;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.INPUT, file + ": can't be read: " + FileFailure.reason(e), e);
    }
  }

  /**
   * The paths of the video devices in a folder of devices, in the order of their numbers; empty
   * where there are none or the folder can't be read.
   */
  public static List<String> list(Path folder) {
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
