package sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ValueType;
import sluice.config.settings.HostRules;
import sluice.json.JsonSchema;

/** Type of host rules: a list of addresses, CIDR blocks and names. */
record HostRulesType() implements ValueType<HostRules> {
  @Override
  public JavaType type() {
    return JavaType.of(HostRules.class);
  }

  @Override
  public @Nullable HostRules read(ConfigNode node) {
    List<ConfigNode> elements = node.elements();
    if (elements == null) {
      return node.refuse(expected());
    }
    List<String> rules = new ArrayList<>();
    for (ConfigNode element : elements) {
      String text = element.text();
      try {
        new HostRules(text == null ? List.of("") : List.of(text));
        rules.add(String.valueOf(text));
      } catch (IllegalArgumentException e) {
        element.refuse("an address, a network as in 10.0.0.0/8, a name, or *.name");
      }
    }
    return new HostRules(rules.stream().distinct().toList());
  }

  @Override
  public String expected() {
    return "a list of addresses, networks and names, as in [192.168.0.0/16, cam.example.com]";
  }

  @Override
  public Object write(HostRules value, boolean reveal) {
    return value.rules();
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type("array", Map.of("items", JsonSchema.type("string", Map.of())));
  }
}
