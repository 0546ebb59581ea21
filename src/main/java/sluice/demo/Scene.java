package sluice.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Scene model: where each person is in each frame; geometry alone, nothing is drawn. Immutable; any
 * thread may ask.
 *
 * <p>People stand the lower in the picture and the taller, the nearer they are. Speed follows from
 * height and steps, so that feet stay where they stand.
 */
public final class Scene {
  private static final double FARTHEST_GROUND = 0.87;
  private static final double NEAREST_GROUND = 0.95;

  /**
   * Way of a whole turn of the walk as a share of the height: what the legs of {@link Gait} reach.
   */
  private static final double STRIDE = 0.62;

  private static final double LEAST_CADENCE = 0.86;
  private static final double GREATEST_CADENCE = 1.0;

  /** From one entry of somebody to the next, in times that the way takes: at least and at most. */
  private static final double SHORT_PAUSE = 1.1;

  private static final double LONG_PAUSE = 1.6;

  /**
   * From an entry to that of the next person, in the same measure: few enough to meet well inside
   * the picture.
   */
  private static final double NEXT_ENTRY = 0.55;

  /**
   * Shares of a period that have passed for the first one when the scene begins: somebody is seen
   * at once.
   */
  private static final double HEAD_START = 0.3;

  /**
   * Between people who walk one way, as a share of the greatest height: more than anybody is wide.
   */
  private static final double DISTANCE = 0.75;

  private static final double SAMPLES_IN_HEIGHT = 60;

  private final SceneSettings settings;
  private final List<Appearance> looks;
  private final List<Walk> walks;

  /** The scene that the settings describe. */
  public Scene(SceneSettings settings) {
    this.settings = settings;
    int people = settings.gathering() == Gathering.EMPTY ? 0 : settings.people();
    Random chance = new Random(settings.seed());
    this.looks = Appearance.cast(people, chance);
    this.walks = walks(settings, people, chance);
  }

  /** What the scene was made from. */
  public SceneSettings settings() {
    return settings;
  }

  /**
   * The truth about a frame: everybody of whom something lies inside the picture, the farthest
   * first.
   *
   * @param frame from 0
   */
  public List<ScenePerson> people(int frame) {
    List<Figure> figures = figures(frame);
    return IntStream.range(0, figures.size())
        .mapToObj(i -> truth(figures.get(i), figures.subList(i + 1, figures.size())))
        .filter(person -> person.truncated() < 1)
        .toList();
  }

  /** The figures that reach into a frame, the farthest first. */
  List<Figure> figures(int frame) {
    double seconds = (double) frame / settings.fps();
    Extent picture = picture();
    return IntStream.range(0, walks.size())
        .mapToObj(i -> Figure.of(i + 1, walks.get(i).at(seconds, settings.width()), looks.get(i)))
        .filter(figure -> figure.extent().meets(picture))
        .sorted(Comparator.comparingDouble(figure -> figure.stance().ground().y()))
        .toList();
  }

  private Extent picture() {
    return new Extent(0, 0, settings.width(), settings.height());
  }

  private static List<Walk> walks(SceneSettings settings, int people, Random chance) {
    List<Integer> ranks = new ArrayList<>(IntStream.range(0, people).boxed().toList());
    Collections.shuffle(ranks, chance);
    List<Walk> walks = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      double nearness = (ranks.get(i) + 0.5) / people;
      double cadence = LEAST_CADENCE + (GREATEST_CADENCE - LEAST_CADENCE) * chance.nextDouble();
      walks.add(walk(settings, people, i, nearness, cadence));
    }
    return walks;
  }

  private static Walk walk(
      SceneSettings settings, int people, int index, double nearness, double cadence) {
    double side = Math.min(settings.width(), settings.height());
    double tallest = settings.greatestFigure() * side;
    double height = side * mix(settings.leastFigure(), settings.greatestFigure(), nearness);
    double ground = settings.height() * mix(FARTHEST_GROUND, NEAREST_GROUND, nearness);
    double way = settings.width() + 2 * Walk.MARGIN * tallest;
    boolean crossings = settings.crossings();
    double commonSpeed = STRIDE * tallest * (LEAST_CADENCE + GREATEST_CADENCE) / 2;
    double speed = crossings ? STRIDE * height * cadence : commonSpeed;
    double slowest =
        crossings ? STRIDE * settings.leastFigure() * side * LEAST_CADENCE : commonSpeed;
    double pausing =
        settings.gathering() == Gathering.CROWD
            ? 1
            : Math.clamp(people * NEXT_ENTRY, SHORT_PAUSE, LONG_PAUSE);
    double apart = crossings ? 0 : people * DISTANCE * tallest / commonSpeed;
    double period = Math.max(pausing * way / slowest, apart);
    return new Walk(
        height,
        ground,
        speed,
        speed / (STRIDE * height),
        crossings && 2 * index >= people ? -1 : 1,
        crossings,
        period * ((double) index / people - HEAD_START),
        period);
  }

  private static double mix(double from, double to, double share) {
    return from + (to - from) * share;
  }

  /** Areas are estimated by points on a grid. */
  private ScenePerson truth(Figure figure, List<Figure> nearer) {
    Extent extent = figure.extent();
    Extent picture = picture();
    List<Figure> inFront = nearer.stream().filter(n -> n.extent().meets(extent)).toList();
    double step = figure.stance().height() / SAMPLES_IN_HEIGHT;
    int all = 0;
    int inside = 0;
    int seen = 0;
    for (double y = extent.top() + step / 2; y < extent.bottom(); y += step) {
      for (double x = extent.left() + step / 2; x < extent.right(); x += step) {
        if (figure.covers(x, y)) {
          all++;
          if (picture.contains(x, y)) {
            inside++;
            seen += isCovered(inFront, x, y) ? 0 : 1;
          }
        }
      }
    }
    double truncated = extent.isInside(picture) ? 0 : 1 - (double) inside / all;
    return new ScenePerson(
        figure.id(),
        extent.toBox(settings.width(), settings.height()),
        (double) seen / all,
        truncated);
  }

  private static boolean isCovered(List<Figure> figures, double x, double y) {
    return figures.stream().anyMatch(figure -> figure.covers(x, y));
  }
}
