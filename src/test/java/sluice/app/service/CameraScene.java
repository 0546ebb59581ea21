package sluice.app.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sluice.service.stream.StreamStatus;
import sluice.testing.LiveService;
import sluice.video.Camera;
import sluice.video.TestClip;

/** A service with a camera, and beside it three recordings that are played at their pace. */
final class CameraScene implements AutoCloseable {
  /** The stream of the camera. */
  static final String CAMERA = "cam";

  /** The streams of the recordings. */
  static final List<String> FILES = List.of("one", "two", "three");

  private static final int CLIP_PICTURES = 100;

  private final Camera camera;
  private final LiveService service;

  /**
   * Starts it.
   *
   * @param folder an empty one
   * @param recovery settings of {@code sluice.recovery}
   */
  CameraScene(Path folder, Path model, String recovery) throws IOException {
    Path clip =
        new TestClip()
            .size(320, 192)
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("clip.mp4"), CLIP_PICTURES);
    camera = new Camera(320, 192);
    try {
      service = new LiveService(configure(folder, model, clip, recovery));
    } catch (IOException | RuntimeException | Error failure) {
      camera.close();
      throw failure;
    }
  }

  private Path configure(Path folder, Path model, Path clip, String recovery) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            sluice {
              data-dir = "%1$s/data"
              models.main { model = "%2$s", requests = 2, cache-dir = "%1$s/compiled" }
              recovery { %3$s }
              security.hosts = [127.0.0.1]
              defaults.model = main
              streams.%4$s.source = "%5$s"
            """
                .formatted(
                    folder, model.toAbsolutePath(), recovery, CAMERA, camera.url("admin:s3cret@")));
    for (String file : FILES) {
      text.append(
          "  streams.%s { source = \"%s\", realtime = true, loop = true, delivery = every }%n"
              .formatted(file, clip));
    }
    return Files.writeString(folder.resolve("scene.conf"), text.append("}\n"));
  }

  Camera camera() {
    return camera;
  }

  LiveService service() {
    return service;
  }

  /** The camera's stream. */
  StreamStatus status() {
    return service.status(CAMERA);
  }

  /** The recordings' streams. */
  List<StreamStatus> files() {
    return FILES.stream().map(service::status).toList();
  }

  @Override
  public void close() throws IOException {
    try {
      service.close();
    } finally {
      camera.close();
    }
  }
}
