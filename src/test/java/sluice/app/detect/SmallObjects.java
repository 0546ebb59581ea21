package sluice.app.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Picture;
import sluice.core.TileSettings;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelOverrides;
import sluice.testing.GoldenDetections;
import sluice.testing.TestJob;
import sluice.video.TestClip;
import sluice.video.decode.Decoder;
import sluice.video.image.Canvas;
import sluice.video.image.Scaler;

/**
 * A scene of small objects: a grey picture with four small copies of a video, of which what is in
 * it is known. One lies in a corner, one across the borders of tiles in the middle, two elsewhere.
 * For shares up to a quarter; or 1, which is the video itself.
 *
 * @param video which is shown
 * @param known what is in it
 * @param width of the whole picture, pixels
 * @param height of the whole picture, pixels
 * @param part width of a copy as a share of the picture's
 */
record SmallObjects(Path video, GoldenDetections known, int width, int height, double part) {
  private static final double CONFIDENT = 0.6;
  private static final double SAME = 0.5;
  private static final int GREY = 0x707070;

  /** Where the upper left corners of the copies are, of the room that there is. */
  private static final double[][] PLACES = {{0, 0}, {0.5, 0.5}, {0.93, 0.31}, {0.27, 0.88}};

  /** Pictures from one that is shown to the next. */
  private static final int STEP = 15;

  /**
   * What was found of the objects that are there.
   *
   * @param objects that are there, of all pictures
   * @param found of them
   * @param others detections that are none of them
   * @param inferences that it took
   */
  record Score(int objects, int found, int others, long inferences) {
    /** The share that was found. */
    double recall() {
      return (double) found / objects;
    }
  }

  private int partWidth() {
    return even(width * part);
  }

  private int partHeight() {
    return even(width * part * 9 / 16);
  }

  private static int even(double pixels) {
    return 2 * (int) (pixels / 2);
  }

  /** A place, in pixels. */
  private record Place(int x, int y) {}

  /** Where the copies are; a copy as large as the picture is there once. */
  private List<Place> places() {
    return Arrays.stream(PLACES)
        .map(
            place ->
                new Place(
                    even(place[0] * (width - partWidth())),
                    even(place[1] * (height - partHeight()))))
        .distinct()
        .toList();
  }

  /** The numbers of the pictures that are shown: those with somebody in them. */
  private List<Long> numbers(int most) {
    return known.byFrame().keySet().stream()
        .filter(number -> number % STEP == 0 && !known.at(number, CONFIDENT).isEmpty())
        .limit(most)
        .toList();
  }

  /** Writes so many of its pictures, without loss. */
  Path write(Path file, int pictures) {
    List<Long> numbers = numbers(pictures);
    List<int[]> shown = new ArrayList<>();
    try (Decoder decoder = TestClip.decoder(video);
        Canvas canvas = new Canvas(partWidth(), partHeight());
        Scaler scaler = new Scaler(Scaler.Kernel.AREA)) {
      for (long number = 0; shown.size() < numbers.size(); number++) {
        try (Picture picture = Objects.requireNonNull(decoder.next()).picture()) {
          if (numbers.contains(number)) {
            shown.add(scaled(picture, canvas, scaler));
          }
        }
      }
    }
    List<Place> places = places();
    return new TestClip()
        .size(width, height)
        .coded("ffv1", "yuv420p")
        .painted((number, x, y) -> color(shown.get(number), places, x, y))
        .write(file, shown.size());
  }

  private static int[] scaled(Picture picture, Canvas canvas, Scaler scaler) {
    scaler.scale(
        picture,
        canvas.pixels(),
        canvas.stride(),
        ChannelOrder.BGR,
        0,
        0,
        canvas.width(),
        canvas.height());
    int[] colors = new int[canvas.width() * canvas.height()];
    for (int i = 0; i < colors.length; i++) {
      colors[i] = canvas.colorAt(i % canvas.width(), i / canvas.width());
    }
    return colors;
  }

  private int color(int[] copy, List<Place> places, int x, int y) {
    for (Place place : places) {
      int column = x - place.x();
      int row = y - place.y();
      if (column >= 0 && column < partWidth() && row >= 0 && row < partHeight()) {
        return copy[row * partWidth() + column];
      }
    }
    return GREY;
  }

  /** What is there in the picture that shows one of the video. */
  private List<Box> objects(long number) {
    List<Box> objects = new ArrayList<>();
    for (Place place : places()) {
      for (Detection each : known.at(number, CONFIDENT)) {
        objects.add(
            new Box(
                (place.x() + each.box().xMin() * partWidth()) / width,
                (place.y() + each.box().yMin() * partHeight()) / height,
                (place.x() + each.box().xMax() * partWidth()) / width,
                (place.y() + each.box().yMax() * partHeight()) / height));
      }
    }
    return objects;
  }

  /** The median height of what is there in so many of its pictures, pixels. */
  double medianHeight(int pictures) {
    double[] heights =
        numbers(pictures).stream()
            .flatMap(number -> objects(number).stream())
            .mapToDouble(box -> (box.yMax() - box.yMin()) * height)
            .sorted()
            .toArray();
    return heights[heights.length / 2];
  }

  /**
   * Looks for them with a model.
   *
   * @param pictures that were written
   * @param lines where the results are written to
   */
  Score look(Path model, Path scene, int pictures, TileSettings tiles, Path lines) {
    DetectSummary summary =
        new TestJob(model)
            .overrides(ModelOverrides.NONE.threshold(0.5))
            .overwrite()
            .tiles(tiles)
            .input(scene, lines)
            .run();
    Map<Long, List<Detection>> seen = GoldenDetections.read(lines).byFrame();
    List<Long> numbers = numbers(pictures);
    int objects = 0;
    int found = 0;
    int all = 0;
    for (int i = 0; i < numbers.size(); i++) {
      List<Detection> left = new ArrayList<>(seen.getOrDefault((long) i, List.of()));
      all += left.size();
      for (Box object : objects(numbers.get(i))) {
        objects++;
        found += left.removeIf(each -> each.box().intersectionOverUnion(object) >= SAME) ? 1 : 0;
      }
    }
    return new Score(objects, found, all - found, summary.inference().orElseThrow().inferences());
  }
}
