package sluice.config.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.json.JsonSchema;

/** Builder of JSON schemas (draft 2020-12) as maps, lists, texts, numbers and booleans. */
public final class Schema {
  private Schema() {}

  /** The schema of a setting: its kind's, with meaning and default. */
  public static Map<String, Object> of(Setting<?> setting) {
    Map<String, Object> result = new LinkedHashMap<>(setting.kind().schema());
    String absent = setting.absent().isEmpty() ? "" : " Absent: " + setting.absent() + ".";
    result.put("description", setting.meaning() + absent);
    setting.standardValue().ifPresent(value -> result.put("default", value.unwrapped()));
    return result;
  }

  /** The schema of an object with settings; those without a default are required. */
  public static Map<String, Object> of(Collection<Setting<?>> settings) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Setting<?> setting : settings) {
      properties.put(setting.key(), of(setting));
      if (setting.standard().isEmpty()) {
        required.add(setting.key());
      }
    }
    return JsonSchema.object(properties, required);
  }
}
