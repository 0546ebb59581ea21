package sluice.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.config.binding.SettingGroup;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ServiceConfig;
import sluice.json.JsonText;

/** JSON of the configuration in force; secrets are {@code ***}. */
public final class ConfigJson {
  // What is written doesn't depend on the tables: a family writes its own name, a sink its type's
  // settings.
  private static final SettingGroup<ServiceConfig> SERVICE =
      ServiceSettings.group(SettingTables.NONE);
  private static final SettingGroup<ModelConfig> MODEL = ModelSettings.group(List.of());

  private ConfigJson() {}

  /** Everything, as maps, lists, texts, numbers, booleans and null, under the keys of the file. */
  public static Map<String, Object> asMap(ServiceConfig config) {
    Map<String, Object> result = new LinkedHashMap<>(SERVICE.write(config, false));
    result.remove(ServiceSettings.STREAM_DISPATCHER.key());
    return result;
  }

  /** A model with its {@code name}. */
  public static Map<String, Object> asMap(ModelConfig model) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", model.name());
    result.putAll(MODEL.write(model, false));
    return result;
  }

  /** Everything, as one JSON object. */
  public static String write(ServiceConfig config) {
    return JsonText.of(asMap(config));
  }
}
