package sluice.openvino;

import java.nio.file.Path;
import sluice.openvino.ffi.LibraryException;
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
   * <p>The folder is named by the system property {@code openvino.home}, or where that is not set
   * by the environment variable {@code OPENVINO_HOME}: a folder with the libraries, an unpacked
   * archive, or a wheel's {@code openvino} folder. The newest C library in it is taken.
   *
   * @throws OpenVinoUnavailableException when there is none, it can't be loaded, is older than
   *     2026.0, or fails its self-test
   */
  public static Library load() {
    try {
      NativeLibrary.Identity identity = NativeLibrary.load();
      return new Library(identity.path(), identity.build());
    } catch (LibraryException e) {
      throw new OpenVinoUnavailableException(e);
    }
  }
}
