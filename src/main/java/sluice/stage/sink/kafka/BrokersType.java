package sluice.stage.sink.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ScalarType;
import sluice.config.binding.ValueType;
import sluice.json.JsonSchema;

/** Type of lists of brokers in one text, as Kafka's tools take them: {@code a:9092,b:9092}. */
final class BrokersType {
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\]):([0-9]{1,5})");
  private static final int MOST = 100;
  private static final int LAST_PORT = 65_535;

  private BrokersType() {}

  /** The type; its values have no blanks. */
  static ValueType<String> type() {
    return new ScalarType<>(
        String.class,
        "addresses of brokers as host:port, with commas between, as in \"a:9092,b:9092\"",
        JsonSchema.type("string", Map.of("minLength", 3)),
        BrokersType::parse,
        value -> value);
  }

  private static @Nullable String parse(String text) {
    List<String> addresses = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    return addresses.size() <= MOST && addresses.stream().allMatch(BrokersType::isAddress)
        ? String.join(",", addresses)
        : null;
  }

  private static boolean isAddress(String text) {
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches()) {
      return false;
    }
    int port = Integer.parseInt(parts.group(2));
    return port >= 1 && port <= LAST_PORT;
  }
}
