package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The packaged OpenVINO without the readers of TensorFlow, TensorFlow Lite and PaddlePaddle, as
 * somebody's own may be. Links would lead it to the readers.
 */
public final class PlainOpenVino {
  private static final Path PACKAGED =
      Path.of("target", "sluice", "native", "openvino").toAbsolutePath();

  private PlainOpenVino() {}

  /** Its folder. */
  public static Path library(Shell shell, Path base) throws IOException {
    Path folder = Files.createDirectory(base.resolve("plain-openvino"));
    String copy =
        "{ cp -l '%1$s'/* . || cp -f '%1$s'/* .; } 2>/dev/null; rm *_paddle_* *_tensorflow_*"
            .formatted(PACKAGED);
    assertThat(shell.run(folder, copy).exitCode()).as("%s is copied", PACKAGED).isZero();
    return folder;
  }
}
