package sluice.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.IntConsumer;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.video.encode.Encoder;
import sluice.video.image.Canvas;

/**
 * A video of a demo scene, with its ground truth beside it.
 *
 * @param video H.264 in MP4, one frame for each of the scene's
 * @param truth JSON Lines, one line a frame: who is where, see {@link TruthFile}
 */
public record DemoClip(Path video, Path truth) {

  /**
   * To be raised with every change of what is drawn or written, so that no older clip is taken for
   * it.
   */
  private static final int VERSION = 6;

  private static final int NAME_BYTES = 8;

  /**
   * The clip of a scene, drawn unless the folder has it already. That takes about ten milliseconds
   * for a frame of 640x360. Files under their final names are complete; any number of threads and
   * processes may ask for the same clip at once, the worst being that more than one of them draws
   * it.
   *
   * @param cacheFolder where clips are kept; made where it isn't there
   * @param drawn called after each frame with the number drawn; what it throws ends the drawing and
   *     leaves nothing
   * @throws SluiceException {@link ErrorCode#OUTPUT} when it can't be written there
   */
  public static DemoClip ensure(Path cacheFolder, SceneSettings settings, IntConsumer drawn) {
    DemoClip clip = at(cacheFolder, settings);
    if (!clip.isThere()) {
      clip.make(cacheFolder, settings, drawn);
    }
    return clip;
  }

  /** Where {@link #ensure} keeps the clip of a scene, whether it is there or not. */
  public static DemoClip at(Path cacheFolder, SceneSettings settings) {
    String name = "demo-" + key(settings);
    return new DemoClip(cacheFolder.resolve(name + ".mp4"), cacheFolder.resolve(name + ".jsonl"));
  }

  /** The video is published last. */
  private boolean isThere() {
    return Files.isRegularFile(video) && Files.isRegularFile(truth);
  }

  private void make(Path folder, SceneSettings settings, IntConsumer drawn) {
    String part = "." + UUID.randomUUID() + ".part";
    Path videoPart = video.resolveSibling(video.getFileName() + part + ".mp4");
    Path truthPart = truth.resolveSibling(truth.getFileName() + part);
    try {
      Files.createDirectories(folder);
      Scene scene = new Scene(settings);
      TruthFile.write(scene, truthPart);
      record(scene, videoPart, drawn);
      publish(truthPart, truth);
      publish(videoPart, video);
    } catch (IOException e) {
      throw failure(
          folder,
          e instanceof FileAlreadyExistsException ? "it is no folder" : FileFailure.reason(e),
          e);
    } catch (SluiceException e) {
      throw e.code() == ErrorCode.OUTPUT ? failure(folder, String.valueOf(e.getMessage()), e) : e;
    } finally {
      remove(videoPart);
      remove(truthPart);
    }
  }

  private static void record(Scene scene, Path file, IntConsumer drawn) {
    SceneSettings settings = scene.settings();
    Painter painter = new Painter(scene);
    try (Canvas canvas = new Canvas(settings.width(), settings.height());
        Encoder encoder = Encoder.open(file, settings.width(), settings.height(), settings.fps())) {
      for (int frame = 0; frame < settings.frames(); frame++) {
        painter.paint(frame, canvas.pixels(), canvas.stride());
        encoder.write(canvas, settings.timestampNanos(frame));
        drawn.accept(frame + 1);
      }
      encoder.finish();
    }
  }

  /**
   * Only what has reached the disk gets its name; what another has published meanwhile is as good.
   */
  private static void publish(Path part, Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    if (!Files.isRegularFile(target)) {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException _) {
      // Its name can't be mistaken for a clip.
    }
  }

  private static String key(SceneSettings settings) {
    String text = VERSION + " " + settings;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static SluiceException failure(Path folder, String reason, Throwable cause) {
    return new SluiceException(
        ErrorCode.OUTPUT,
        "can't keep the demo clip in "
            + folder
            + ": "
            + reason
            + " (expected: a folder that can be written, with room for about 100 KB a second;"
            + " SLUICE_CACHE names another one; or name a video as input)",
        cause);
  }
}
