package sluice.config.binding;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resolver of substitutions from environment variables; each value keeps that as its origin. */
public final class Environment implements ConfigResolver {
  private static final String MARK = "environment variable ";

  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  /** The variable of a name. */
  @Override
  public @Nullable ConfigValue lookup(String path) {
    String value = variables.get(path);
    return value == null ? null : ConfigValueFactory.fromAnyRef(value, MARK + path);
  }

  /** One is enough: the process has one environment. */
  @Override
  public ConfigResolver withFallback(ConfigResolver fallback) {
    return this;
  }

  /** Whether a value is, or holds, one of a variable. */
  static boolean isIn(ConfigOrigin origin) {
    return origin.description().contains(MARK);
  }

  /** Whether a value is all of one variable's. */
  static boolean isAllOf(ConfigOrigin origin) {
    return origin.description().startsWith(MARK);
  }
}
