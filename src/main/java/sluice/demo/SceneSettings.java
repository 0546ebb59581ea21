package sluice.demo;

import java.time.Duration;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Settings of a demo scene. Equal settings give equal pictures, byte for byte.
 *
 * @param gathering the people in it
 * @param people how many they are, 1 to {@value #MOST_PEOPLE}; counts for nothing in an empty scene
 * @param seed picks their looks, sizes and steps; any number
 * @param width of the picture, pixels, even, 64 to 4096
 * @param height of the picture, pixels, even, 64 to 4096
 * @param fps frames a second, 1 to 60
 * @param length 1 second to 10 minutes
 * @param crossings whether people come from both sides and pass in front of each other; else all
 *     walk one way at one pace and never overlap
 * @param leastFigure height of the smallest figure as a share of the picture's shorter side, 0.1 to
 *     0.85
 * @param greatestFigure height of the tallest figure, at least {@code leastFigure}, at most 0.85
 */
public record SceneSettings(
    Gathering gathering,
    int people,
    long seed,
    int width,
    int height,
    int fps,
    Duration length,
    boolean crossings,
    double leastFigure,
    double greatestFigure) {

  /** The most people that a scene takes; a crowd has as many by default. */
  public static final int MOST_PEOPLE = 12;

  private static final int LEAST_SIDE = 64;
  private static final int GREATEST_SIDE = 4096;
  private static final int GREATEST_FPS = 60;
  private static final Duration LEAST_LENGTH = Duration.ofSeconds(1);
  private static final Duration GREATEST_LENGTH = Duration.ofMinutes(10);
  private static final double LEAST_FIGURE = 0.1;
  private static final double GREATEST_FIGURE = 0.85;

  /**
   * Refuses values out of range.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE}
   */
  public SceneSettings {
    require(people >= 1 && people <= MOST_PEOPLE, "people", people, "1 to " + MOST_PEOPLE);
    require(
        isSide(width) && isSide(height),
        "size",
        width + "x" + height,
        "even sides of " + LEAST_SIDE + " to " + GREATEST_SIDE);
    require(fps >= 1 && fps <= GREATEST_FPS, "fps", fps, "1 to " + GREATEST_FPS);
    require(
        length.compareTo(LEAST_LENGTH) >= 0 && length.compareTo(GREATEST_LENGTH) <= 0,
        "seconds",
        length.toMillis() / 1000.0,
        LEAST_LENGTH.toSeconds() + " to " + GREATEST_LENGTH.toSeconds());
    require(
        leastFigure >= LEAST_FIGURE && leastFigure <= GREATEST_FIGURE,
        "least figure",
        leastFigure,
        LEAST_FIGURE + " to " + GREATEST_FIGURE + " of the picture's shorter side");
    require(
        greatestFigure >= leastFigure && greatestFigure <= GREATEST_FIGURE,
        "greatest figure",
        greatestFigure,
        leastFigure + " to " + GREATEST_FIGURE + " of the picture's shorter side");
  }

  /** Settings with each at its default until it is set. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many frames the scene has. */
  public int frames() {
    return Math.toIntExact(Math.round(length.toMillis() * fps / 1000.0));
  }

  /** When a frame is shown, nanoseconds from the start. */
  public long timestampNanos(int frame) {
    return Math.round(frame * 1e9 / fps);
  }

  private static boolean isSide(int pixels) {
    return pixels >= LEAST_SIDE && pixels <= GREATEST_SIDE && pixels % 2 == 0;
  }

  private static void require(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new SluiceException(
          ErrorCode.USAGE, what + ": " + value + " (expected: " + expected + ")");
    }
  }

  /** Collects settings; for one thread. */
  public static final class Builder {
    private static final int USUAL_PEOPLE = 3;

    private Gathering gathering = Gathering.WALKERS;
    private int people;
    private boolean peopleSet;
    private long seed = 1;
    private int width = 640;
    private int height = 360;
    private int fps = 25;
    private Duration length = Duration.ofSeconds(10);
    private boolean crossings = true;
    private double leastFigure = 0.65;
    private double greatestFigure = 0.695;

    private Builder() {}

    /** Sets {@link SceneSettings#gathering}; walkers unless set. */
    public Builder gathering(Gathering value) {
      gathering = value;
      return this;
    }

    /**
     * Sets {@link SceneSettings#people}; unless set 3, in a crowd {@value
     * SceneSettings#MOST_PEOPLE}.
     */
    public Builder people(int value) {
      people = value;
      peopleSet = true;
      return this;
    }

    /** Sets {@link SceneSettings#seed}; 1 unless set. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets the size of the picture in pixels; 640x360 unless set. */
    public Builder size(int newWidth, int newHeight) {
      width = newWidth;
      height = newHeight;
      return this;
    }

    /** Sets {@link SceneSettings#fps}; 25 unless set. */
    public Builder fps(int value) {
      fps = value;
      return this;
    }

    /** Sets {@link SceneSettings#length}; 10 seconds unless set. */
    public Builder length(Duration value) {
      length = value;
      return this;
    }

    /** Sets {@link SceneSettings#crossings}; true unless set. */
    public Builder crossings(boolean value) {
      crossings = value;
      return this;
    }

    /**
     * Sets how tall the figures are, as shares of the picture's shorter side. Unless set they suit
     * the built-in detector: at an input whose shorter side is 288 pixels, all have at least 184.
     */
    public Builder figures(double least, double greatest) {
      leastFigure = least;
      greatestFigure = greatest;
      return this;
    }

    /**
     * The settings.
     *
     * @throws SluiceException with {@link ErrorCode#USAGE} for a value out of range
     */
    public SceneSettings build() {
      int usual = gathering == Gathering.CROWD ? MOST_PEOPLE : USUAL_PEOPLE;
      return new SceneSettings(
          gathering,
          peopleSet ? people : usual,
          seed,
          width,
          height,
          fps,
          length,
          crossings,
          leastFigure,
          greatestFigure);
    }
  }
}
