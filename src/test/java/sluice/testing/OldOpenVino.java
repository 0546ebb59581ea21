package sluice.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Stub library that reports the version of an OpenVINO of a year ago, and does nothing else. */
public final class OldOpenVino {
  /** Why a test is skipped. */
  public static final String NEEDED = "a C compiler named cc is needed, to make an old OpenVINO";

  private static final String SOURCE =
      """
      typedef struct { const char *build; const char *description; } version;
      int ov_get_openvino_version(version *v) {
        v->build = "2025.4.1-0-stand-in";
        v->description = "OpenVINO";
        return 0;
      }
      void ov_version_free(version *v) {}
      const char *ov_get_last_err_msg(void) { return ""; }
      void ov_free(const char *text) {}
      """;

  private OldOpenVino() {}

  /** Its folder; absent where it can't be made. */
  public static Optional<Path> library(Shell shell, Path base) throws IOException {
    Path folder = Files.createDirectory(base.resolve("old-openvino"));
    Files.writeString(folder.resolve("old.c"), SOURCE);
    int code = shell.run(folder, "cc -shared -fPIC -o libopenvino_c.so.2541 old.c").exitCode();
    return code == 0 ? Optional.of(folder) : Optional.empty();
  }
}
