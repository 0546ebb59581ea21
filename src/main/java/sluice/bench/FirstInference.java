package sluice.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import sluice.core.util.Nanos;
import sluice.json.JsonField;

/**
 * How long one device took from the model's file to its first result.
 *
 * @param device as OpenVINO names it
 * @param cache what the cache of compiled models did
 * @param times what was measured; absent where the device does not take the model
 * @param failure why the device does not take the model; absent where it does
 */
public record FirstInference(
    String device,
    Cache cache,
    @JsonField(unwrapped = true) Optional<Times> times,
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

  /**
   * What was measured; times in milliseconds.
   *
   * @param readMs time to read the model
   * @param compileMs time to compile it, or to load it from the cache
   * @param firstInferenceMs time of the first inference
   * @param wholeMs from the file to the first result
   * @param loadedFromCache whether the device says that it came from the cache
   * @param executionDevicesBefore what executed the model when it was compiled, in OpenVINO's
   *     words; AUTO puts a device that only fills in into parentheses
   * @param executionDevicesAfter what executed it some inferences later
   */
  public record Times(
      double readMs,
      double compileMs,
      double firstInferenceMs,
      double wholeMs,
      boolean loadedFromCache,
      String executionDevicesBefore,
      String executionDevicesAfter) {

    /** Of three times one after the other. */
    public static Times of(
        Duration read,
        Duration compile,
        Duration first,
        boolean loadedFromCache,
        String devicesBefore,
        String devicesAfter) {
      return new Times(
          Nanos.toMillis(read.toNanos()),
          Nanos.toMillis(compile.toNanos()),
          Nanos.toMillis(first.toNanos()),
          Nanos.toMillis(read.plus(compile).plus(first).toNanos()),
          loadedFromCache,
          devicesBefore,
          devicesAfter);
    }
  }
}
