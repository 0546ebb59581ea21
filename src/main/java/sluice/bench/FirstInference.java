package sluice.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How long one device took from the model's file to its first result.
 *
 * @param device as OpenVINO names it
 * @param cache what the cache of compiled models did
 * @param read time to read the model
 * @param compile time to compile it, or to load it from the cache
 * @param first time of the first inference
 * @param fromCache whether the device says that it came from the cache
 * @param devicesBefore what executed the model when it was compiled, in OpenVINO's words; AUTO puts
 *     a device that only fills in into parentheses
 * @param devicesAfter what executed it some inferences later
 * @param failure why the device does not take the model; the rest means nothing then
 */
public record FirstInference(
    String device,
    Cache cache,
    Duration read,
    Duration compile,
    Duration first,
    boolean fromCache,
    String devicesBefore,
    String devicesAfter,
    Optional<String> failure) {

  /** What the cache of compiled models did. */
  public enum Cache {
    /** There was none. */
    NONE,
    /** It was empty, and what was compiled was kept. */
    FILLED,
    /** The model was there. */
    USED;

    /** In a word: {@code none}, {@code filled}, {@code used}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** From the file to the first result. */
  public Duration whole() {
    return read.plus(compile).plus(first);
  }
}
