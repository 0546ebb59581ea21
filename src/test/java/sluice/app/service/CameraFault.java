package sluice.app.service;

import java.io.IOException;
import java.util.regex.Pattern;
import sluice.video.Camera;

/** Fault of a camera, and the status that a stream is expected to show. */
enum CameraFault {
  /** No server listens at its address any more. */
  KILLED("killed", "closed the connection|refused|reset", Camera::kill, camera -> {}),
  /** The same; its pictures are of another size when it is back. */
  EXCHANGED(
      "killed, back with another size",
      "closed the connection|refused|reset",
      Camera::kill,
      camera -> camera.resize(640, 360)),
  /** Its connections stay open and nothing comes. */
  SILENT(
      "silent, its socket open",
      "silent|no frame came|no picture",
      Camera::fallSilent,
      camera -> {}),
  /** Its pictures change their size in mid-stream, and change it again. */
  RESIZED(
      "another size in mid-stream",
      "",
      camera -> camera.resize(480, 272),
      camera -> camera.resize(320, 192)),
  /** Some bytes of its pictures are wrong. */
  DAMAGED("damaged pictures", "", Camera::damagePictures, camera -> {}),
  /** It sends bytes that mean nothing. */
  NOISY("noise instead of RTSP", ".", Camera::sendNoise, camera -> {});

  private interface Act {
    void on(Camera camera) throws IOException;
  }

  private final String title;
  private final Pattern causes;
  private final Act begin;
  private final Act end;

  CameraFault(String title, String causes, Act begin, Act end) {
    this.title = title;
    this.causes = Pattern.compile(causes);
    this.begin = begin;
    this.end = end;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** Whether no frame can come while it lasts. */
  boolean stopsFrames() {
    return !causes.pattern().isEmpty();
  }

  /** Whether the cause that a stream gives, which {@linkplain #stopsFrames stops}, names it. */
  boolean isNamedBy(String cause) {
    return causes.matcher(cause).find();
  }

  /** Begins the fault. */
  void begin(Camera camera) throws IOException {
    begin.on(camera);
  }

  /** Ends the fault. */
  void end(Camera camera) throws IOException {
    end.on(camera);
    camera.recover();
  }
}
