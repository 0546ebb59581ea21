package sluice.demo;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.EditDistance;
import sluice.core.util.MessageText;

/**
 * The name of a demo source: {@code demo:}, and after the colon any of these, with commas between
 * them:
 *
 * <ul>
 *   <li>{@code people=5}, {@code crowd} or {@code empty}
 *   <li>{@code crossings=no}: all walk one way and nobody hides another
 *   <li>{@code seed=2}: other people
 *   <li>{@code size=1280x720}, {@code fps=30}, {@code seconds=10}
 * </ul>
 */
public final class DemoLocation {
  private static final String SCHEME = "demo:";
  private static final List<String> OPTIONS =
      List.of("people", "crowd", "empty", "crossings", "seed", "size", "fps", "seconds");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,5}(\\.\\d{1,3})?");

  private static final int MILLIS_PER_SECOND = 1000;

  private DemoLocation() {}

  /** Whether a source's name begins as those of demos do. */
  public static boolean isDemo(String text) {
    return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /**
   * Understands a demo's name; what it doesn't say is at its default.
   *
   * @param text begins with {@code demo:}
   * @throws SluiceException with {@link ErrorCode#USAGE} for an option that there isn't, that comes
   *     twice or contradicts another, or whose value can't be used
   */
  public static SceneSettings parse(String text) {
    if (!isDemo(text)) {
      throw refused(
          MessageText.printable(text) + ": is no demo",
          "demo:, or demo: and options like people=5");
    }
    SceneSettings.Builder scene = SceneSettings.builder();
    Set<String> seen = new HashSet<>();
    String options = text.substring(SCHEME.length());
    if (!options.isBlank()) {
      for (String option : options.split(",", -1)) {
        set(scene, option.strip(), seen);
      }
    }
    requireNoContradiction(seen);
    return scene.build();
  }

  private static void set(SceneSettings.Builder scene, String option, Set<String> seen) {
    int equals = option.indexOf('=');
    String name =
        (equals < 0 ? option : option.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
    Optional<String> value =
        equals < 0 ? Optional.empty() : Optional.of(option.substring(equals + 1).strip());
    requireKnown(name);
    if (!seen.add(name)) {
      throw refused(SCHEME + " " + name + " comes twice", "each option once");
    }
    switch (name) {
      case "crowd", "empty" -> {
        requireNone(name, value);
        scene.gathering(name.equals("crowd") ? Gathering.CROWD : Gathering.EMPTY);
      }
      case "people" -> scene.people(number(name, value, Integer::parseInt));
      case "seed" -> scene.seed(number(name, value, Long::parseLong));
      case "fps" -> scene.fps(number(name, value, Integer::parseInt));
      case "seconds" -> scene.length(seconds(name, value));
      case "size" -> setSize(scene, name, value);
      default -> scene.crossings(isYes(name, value));
    }
  }

  private static void requireKnown(String name) {
    if (OPTIONS.contains(name)) {
      return;
    }
    String nearest =
        EditDistance.nearest(name, OPTIONS).map(option -> "; nearest: " + option).orElse("");
    throw refused(
        SCHEME + " there is no option '" + MessageText.printable(name) + "'",
        String.join(", ", OPTIONS) + nearest);
  }

  private static void requireNoContradiction(Set<String> seen) {
    if (seen.contains("empty")) {
      for (String other : List.of("people", "crowd", "crossings")) {
        if (seen.contains(other)) {
          throw refused(SCHEME + " empty and " + other + " contradict each other", "one of them");
        }
      }
    }
  }

  private static void setSize(SceneSettings.Builder scene, String name, Optional<String> value) {
    Matcher size = SIZE.matcher(value.orElse(""));
    if (!size.matches()) {
      throw badValue(name, value, "WIDTHxHEIGHT in pixels, as in size=640x360");
    }
    scene.size(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
  }

  private static Duration seconds(String name, Optional<String> value) {
    String text = value.orElse("");
    if (!SECONDS.matcher(text).matches()) {
      throw badValue(name, value, "a number of seconds, as in seconds=10");
    }
    return Duration.ofMillis(Math.round(Double.parseDouble(text) * MILLIS_PER_SECOND));
  }

  private static <N> N number(String name, Optional<String> value, Function<String, N> parser) {
    try {
      return parser.apply(value.orElse(""));
    } catch (NumberFormatException e) {
      throw badValue(name, value, "a whole number, as in " + name + "=5");
    }
  }

  private static boolean isYes(String name, Optional<String> value) {
    return switch (value.orElse("yes").toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw badValue(name, value, "yes or no");
    };
  }

  private static void requireNone(String name, Optional<String> value) {
    if (value.isPresent()) {
      throw badValue(name, value, "the word alone");
    }
  }

  private static SluiceException badValue(String name, Optional<String> value, String expected) {
    return refused(name + ": " + value.map(MessageText::printable).orElse("no value"), expected);
  }

  private static SluiceException refused(String what, String expected) {
    return new SluiceException(ErrorCode.USAGE, what + " (expected: " + expected + ")");
  }
}
