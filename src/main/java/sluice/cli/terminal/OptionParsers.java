package sluice.cli.terminal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.core.ErrorCode;
import sluice.core.PixelSize;
import sluice.core.SluiceException;

/**
 * Parsers of option values. What can't be used is refused with {@link ErrorCode#USAGE} and a
 * message of the form {@code --fps: 0 (expected: > 0)}.
 */
public final class OptionParsers {
  /** Those that end like another one come first. */
  private static final List<Map.Entry<String, Double>> SECONDS_OF_UNIT =
      List.of(Map.entry("ms", 0.001), Map.entry("s", 1.0), Map.entry("m", 60.0));

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");
  private static final int GREATEST_SIDE = 16_384;
  private static final int GREATEST_SECONDS = 3600;
  private static final int COLOURS = 3;
  private static final String PER_COLOUR = "a number, or three like 123.7,116.3,103.5";
  private static final int MILLIS_PER_SECOND = 1000;

  private OptionParsers() {}

  /** A whole number from the least to the greatest value. */
  public static int intBetween(String flag, String value, int least, int greatest) {
    String expected = "a whole number from " + least + " to " + greatest;
    return (int) wholeNumber(flag, value, least, greatest, expected);
  }

  /** A whole number that is not below the least value. */
  public static long longAtLeast(String flag, String value, long least) {
    return wholeNumber(flag, value, least, Long.MAX_VALUE, "a whole number >= " + least);
  }

  private static long wholeNumber(
      String flag, String value, long least, long greatest, String expected) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= greatest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    throw refused(flag, value, expected);
  }

  /**
   * A time in seconds, or with its unit, {@code 500ms}, {@code 10s} or {@code 2m}: 0.1 s to an
   * hour.
   */
  public static Duration seconds(String flag, String value) {
    double seconds = inSeconds(value);
    if (seconds >= 0.1 && seconds <= GREATEST_SECONDS) {
      return Duration.ofMillis(Math.round(seconds * MILLIS_PER_SECOND));
    }
    throw refused(flag, value, "seconds, 0.1 to " + GREATEST_SECONDS);
  }

  private static double inSeconds(String value) {
    for (Map.Entry<String, Double> unit : SECONDS_OF_UNIT) {
      if (value.endsWith(unit.getKey())) {
        String number = value.substring(0, value.length() - unit.getKey().length());
        return number(number) * unit.getValue();
      }
    }
    return number(value);
  }

  /** A finite number above 0. */
  public static double positive(String flag, String value) {
    double number = number(value);
    if (number > 0 && number < Double.POSITIVE_INFINITY) {
      return number;
    }
    throw refused(flag, value, "> 0");
  }

  /** A number from 0 to 1. */
  public static float share(String flag, String value) {
    double number = number(value);
    if (number >= 0 && number <= 1) {
      return (float) number;
    }
    throw refused(flag, value, "0 to 1");
  }

  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Two even numbers of pixels, {@code 640x360}. */
  public static PixelSize size(String flag, String value) {
    Matcher matcher = SIZE.matcher(value);
    if (matcher.matches()) {
      int width = Integer.parseInt(matcher.group(1));
      int height = Integer.parseInt(matcher.group(2));
      if (isSide(width) && isSide(height)) {
        return new PixelSize(width, height);
      }
    }
    throw refused(
        flag, value, "WIDTHxHEIGHT, both even and 2 to " + GREATEST_SIDE + ", like 1280x720");
  }

  private static boolean isSide(int pixels) {
    return pixels >= 2 && pixels <= GREATEST_SIDE && pixels % 2 == 0;
  }

  /** Two numbers of pixels for a model's input, {@code 640x480}; they may be odd. */
  public static PixelSize inputSize(String flag, String value) {
    Matcher matcher = SIZE.matcher(value);
    if (matcher.matches()) {
      int width = Integer.parseInt(matcher.group(1));
      int height = Integer.parseInt(matcher.group(2));
      if (Math.min(width, height) > 0 && Math.max(width, height) <= GREATEST_SIDE) {
        return new PixelSize(width, height);
      }
    }
    throw refused(flag, value, "WIDTHxHEIGHT, both 1 to " + GREATEST_SIDE + ", like 640x480");
  }

  /** A number for each of three colours, or one for all: {@code 123.7,116.3,103.5}. */
  public static List<Float> perColour(String flag, String value) {
    List<Float> numbers = new ArrayList<>();
    for (String part : value.strip().split("[,\\s]+", -1)) {
      float number = (float) number(part);
      if (!Float.isFinite(number)) {
        throw refused(flag, value, PER_COLOUR);
      }
      numbers.add(number);
    }
    return switch (numbers.size()) {
      case 1 -> Collections.nCopies(COLOURS, numbers.getFirst());
      case COLOURS -> numbers;
      default -> throw refused(flag, value, PER_COLOUR);
    };
  }

  /** A name that the file system can take; whether there is such a file is for others to say. */
  public static Path path(String flag, String value) {
    if (!value.isBlank()) {
      try {
        return Path.of(value);
      } catch (InvalidPathException e) {
        // Refused below, as an empty name is.
      }
    }
    throw refused(flag, value, "the name of a file");
  }

  /** One of the given words, in any case. */
  public static <T> T word(String flag, String value, Map<String, T> words, String expected) {
    T meaning = words.get(value.toLowerCase(Locale.ROOT));
    if (meaning == null) {
      throw refused(flag, value, expected);
    }
    return meaning;
  }

  /** The refusal of a flag's value. */
  public static SluiceException refused(String flag, String value, String expected) {
    String shown = value.isEmpty() ? "''" : value;
    return new SluiceException(
        ErrorCode.USAGE, flag + ": " + shown + " (expected: " + expected + ")");
  }
}
