package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
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
    assertThatThrownBy(() -> CameraDevices.resolve(dev.resolve("video7"), dev, file -> true))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "%1$s/video7: no such camera (expected: one of %1$s/video2, %1$s/video10)", dev);
    assertThat(CameraDevices.resolve(dev.resolve("video2"), dev, file -> true))
        .isEqualTo(dev.toRealPath().resolve("video2"));
  }

  @Test
  void link_leadsToTheDeviceThatIsOpened() throws IOException {
    Path camera = Files.createFile(dev.resolve("video3"));
    Path byId = Files.createDirectories(dev.resolve("v4l/by-id"));
    Path link = Files.createSymbolicLink(byId.resolve("usb-cam"), Path.of("../../video3"));

    assertThat(CameraDevices.resolve(link, dev, file -> true)).isEqualTo(camera.toRealPath());
  }

  @Test
  void whatIsNoVideoDevice_isNoCamera() throws IOException {
    Path secret = Files.createFile(dev.resolve("secret"));
    Files.createDirectories(dev.resolve("v4l"));
    Path file = Files.createFile(dev.resolve("video4"));
    Path link = Files.createSymbolicLink(dev.resolve("video5"), secret);

    assertNoCamera(dev.resolve("v4l/../secret"), every -> true);
    assertNoCamera(link, every -> true);
    assertNoCamera(file, CameraDevices::isVideoDevice);
    assertThat(CameraDevices.isVideoDevice(Path.of("/dev/null"))).isFalse();
  }

  private void assertNoCamera(Path path, Predicate<Path> isVideo) {
    assertThatThrownBy(() -> CameraDevices.resolve(path, dev, isVideo))
        .isInstanceOf(SluiceException.class)
        .hasMessage("%s: is no camera (expected: a device %s/video*)", path, dev);
  }

  @Test
  void machineWithoutCameras_isReported() {
    assertThatThrownBy(() -> CameraDevices.resolve(dev.resolve("video0"), dev, file -> true))
        .hasMessage(
            "%1$s/video0: no such camera (expected: a device %1$s/video*, but this machine has"
                + " none; a container must be given its cameras)",
            dev);
  }
}
