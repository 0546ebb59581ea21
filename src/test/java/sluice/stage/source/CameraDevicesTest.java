package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.SluiceException;

class CameraDevicesTest {
  @TempDir Path dev;

  @Test
  void missingCamera_isNamedWithThoseThatAreThere() throws IOException {
    for (String name : new String[] {"video10", "video2", "null", "videoX"}) {
      Files.createFile(dev.resolve(name));
    }
    assertThatThrownBy(() -> CameraDevices.require(dev.resolve("video7"), dev))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "%1$s/video7: no such camera (expected: one of %1$s/video2, %1$s/video10)", dev);
    assertThatCode(() -> CameraDevices.require(dev.resolve("video2"), dev))
        .doesNotThrowAnyException();
  }

  @Test
  void machineWithoutCameras_isReported() {
    assertThatThrownBy(() -> CameraDevices.require(dev.resolve("video0"), dev))
        .hasMessage(
            "%1$s/video0: no such camera (expected: a device %1$s/video*, but this machine has"
                + " none; a container must be given its cameras)",
            dev);
  }
}
