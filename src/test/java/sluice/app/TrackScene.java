package sluice.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sluice.stage.track.TrackedScene;
import sluice.testing.MotScene;
import sluice.testing.MotScene.MotBox;

/**
 * Tracks a scene in MOTChallenge's form and writes what comes of it: FOLDER OUT. A line a box:
 * frame, id, left, top, width, height, 1, -1, -1, -1.
 */
public final class TrackScene {
  private TrackScene() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: TrackScene FOLDER OUT");
      System.exit(2);
    }
    MotScene scene = MotScene.read(Path.of(arguments[0]));
    Map<Integer, List<MotBox>> results = TrackedScene.of(scene);
    try (Writer out = Files.newBufferedWriter(Path.of(arguments[1]))) {
      for (MotScene.SceneFrame frame : scene.frames()) {
        results.get(frame.number()).forEach(box -> write(out, frame.number(), box));
      }
    }
  }

  private static void write(Writer out, int frame, MotBox box) {
    try {
      out.write(
          String.format(
              Locale.ROOT,
              "%d,%d,%.2f,%.2f,%.2f,%.2f,1,-1,-1,-1%n",
              frame,
              box.id(),
              box.left(),
              box.top(),
              box.width(),
              box.height()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
