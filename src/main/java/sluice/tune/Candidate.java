package sluice.tune;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A position of every parameter.
 *
 * @param values a word for each parameter; {@link #OPEN} leaves it to the device
 */
public record Candidate(Map<Parameter, String> values) {
  /** Left to the device. */
  public static final String OPEN = "";

  private static final int MOST_DIGITS = 6;

  /** Keeps its own copy, in which parameters that are not named are open. */
  public Candidate {
    EnumMap<Parameter, String> all = new EnumMap<>(Parameter.class);
    for (Parameter parameter : Parameter.values()) {
      all.put(parameter, values.getOrDefault(parameter, OPEN));
    }
    values = Collections.unmodifiableMap(all);
  }

  /** Everything is left to the device. */
  public static Candidate open() {
    return new Candidate(Map.of());
  }

  /** The parameter's position; {@link #OPEN} where it is left to the device. */
  public String get(Parameter parameter) {
    return values.getOrDefault(parameter, OPEN);
  }

  /** The parameter's position as a number; absent where it isn't one. */
  public OptionalInt number(Parameter parameter) {
    String value = get(parameter);
    return value.matches("\\d{1," + MOST_DIGITS + "}")
        ? OptionalInt.of(Integer.parseInt(value))
        : OptionalInt.empty();
  }

  /** The same with a parameter in another position. */
  public Candidate with(Parameter parameter, String value) {
    EnumMap<Parameter, String> changed = new EnumMap<>(values);
    changed.put(parameter, value);
    return new Candidate(changed);
  }

  /** The same with a parameter at a number. */
  public Candidate with(Parameter parameter, int value) {
    return with(parameter, Integer.toString(value));
  }

  /** The parameters that stand elsewhere than the other's, in their order. */
  public List<Parameter> differences(Candidate other) {
    return Stream.of(Parameter.values())
        .filter(parameter -> !get(parameter).equals(other.get(parameter)))
        .toList();
  }

  /** The parameters that are not left to the device, in their order. */
  public Map<Parameter, String> chosen() {
    Map<Parameter, String> result = new EnumMap<>(values);
    result.values().removeIf(OPEN::equals);
    return result;
  }

  /** What is not left to the device: {@code hint throughput, requests 3}. */
  public String words() {
    String words =
        chosen().entrySet().stream()
            .map(entry -> entry.getKey().wireName() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "everything left to the device" : words;
  }
}
