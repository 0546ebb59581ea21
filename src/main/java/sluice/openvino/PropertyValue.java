package sluice.openvino;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A property with its value, to be set. {@link WritableProperty#to} makes one of a type that fits;
 * any other is made from strings.
 *
 * @param key one that the device knows
 * @param value as OpenVINO reads it; booleans are {@code YES} and {@code NO}
 */
public record PropertyValue(String key, String value) {

  /** Settings by key; of two with the same key the later one holds. */
  public static Map<String, String> map(PropertyValue... settings) {
    Map<String, String> map = new LinkedHashMap<>();
    for (PropertyValue setting : settings) {
      map.put(setting.key, setting.value);
    }
    return map;
  }

  /** {@code KEY=value}. */
  @Override
  public String toString() {
    return key + "=" + value;
  }
}
