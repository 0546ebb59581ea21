package sluice.app.detect;

import java.nio.file.Files;
import java.nio.file.Path;
import sluice.core.GridSize;
import sluice.core.TileSettings;
import sluice.testing.GoldenDetections;

/** Measures what tiles find of small objects, for the documentation. */
final class SmallObjectsRun {
  private static final int PICTURES = 16;
  private static final double OVERLAP = TileSettings.DEFAULT_OVERLAP;

  private SmallObjectsRun() {}

  /** Takes the folder of the shared files. */
  public static void main(String[] args) throws Exception {
    Path shared = Path.of(args[0]);
    Path folder = Files.createTempDirectory("small-objects");
    Path video = shared.resolve("videos/one-by-one-person-detection.mp4");
    GoldenDetections known =
        GoldenDetections.read(
            shared.resolve("golden/one-by-one-person-detection.0202-fp16-f32.jsonl"));
    Path model = shared.resolve("models/person-detection-0202/FP16/person-detection-0202.xml");
    Path lines = folder.resolve("lines.jsonl");
    for (double part : new double[] {1, 0.125, 0.0625}) {
      SmallObjects scene = new SmallObjects(video, known, 1920, 1080, part);
      Path clip = scene.write(folder.resolve("scene.mkv"), PICTURES);
      System.out.printf("part %s: median height %.0f pixels%n", part, scene.medianHeight(PICTURES));
      for (String grid : new String[] {"1x1", "2x2", "3x3", "4x4"}) {
        GridSize size = TileSettings.parseGrid(grid).orElseThrow();
        for (boolean whole :
            grid.equals("1x1") ? new boolean[] {true} : new boolean[] {true, false}) {
          TileSettings tiles = new TileSettings(size, OVERLAP, whole);
          SmallObjects.Score score = scene.look(model, clip, PICTURES, tiles, lines);
          System.out.printf(
              "part %s, %s%s: %d of %d found, %d others, %.1f inferences a picture%n",
              part,
              grid,
              whole ? "" : " without the whole picture",
              score.found(),
              score.objects(),
              score.others(),
              (double) score.inferences() / PICTURES);
        }
      }
    }
  }
}
