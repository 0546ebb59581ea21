package sluice.openvino;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.openvino.ffi.LibraryException;
import sluice.openvino.ffi.LogCallback;
import sluice.openvino.ffi.NativeLibrary;

/** The OpenVINO library of this process. */
public final class OpenVino {
  private OpenVino() {}

  /**
   * Which library was loaded.
   *
   * @param path the file of the C library
   * @param build the build, as it names itself, for example {@code
   *     2026.4.1-22000-abcdef-releases/2026/4}
   */
  public record Library(Path path, String build) {}

  /**
   * Loads OpenVINO's C library, once for the process; everything else here does that by itself when
   * it comes first.
   *
   * <p>It is looked for in this order, and the newest C library of the first place that has one is
   * taken. A folder may be one of libraries, an unpacked archive, a wheel's {@code openvino} folder
   * or the one above it.
   *
   * <ol>
   *   <li>the folder that the system property {@code openvino.home} names; where it is set nothing
   *       else is looked at
   *   <li>the one that the environment variable {@code OPENVINO_HOME} names; likewise
   *   <li>the one that {@code INTEL_OPENVINO_DIR} names, which an archive's own scripts set
   *   <li>the natives of an {@code org.bytedeco:openvino} jar on the class path, where JavaCPP is
   *       there too
   *   <li>the folders of {@code java.library.path}, with those of {@code LD_LIBRARY_PATH}
   *   <li>where packages of the operating system put it
   * </ol>
   *
   * @throws OpenVinoUnavailableException when there is none, it can't be loaded, is older than
   *     2026.0, or fails its self-test; the message names all places that were looked in, and the
   *     command that gets it
   */
  public static Library load() {
    try {
      NativeLibrary.Identity identity = NativeLibrary.load();
      return new Library(identity.path(), identity.build());
    } catch (LibraryException e) {
      throw new OpenVinoUnavailableException(e);
    }
  }

  /**
   * Says where OpenVINO's log lines go, which without this is standard output; how many there are a
   * device's {@link ExecutionProperties#LOG_LEVEL} decides. There is one receiver for the process.
   *
   * @param lines called with one line by whichever thread logs, in the middle of its work: quickly,
   *     without calling OpenVINO; what it throws is dropped. Null for standard output again
   * @throws OpenVinoUnavailableException as {@link #load} does
   */
  public static void logTo(@Nullable Consumer<String> lines) {
    load();
    try {
      LogCallback.set(lines);
    } catch (LibraryException e) {
      throw new OpenVinoUnavailableException(e);
    }
  }
}
