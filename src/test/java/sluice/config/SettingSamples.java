package sluice.config;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.app.Configuration;
import sluice.config.binding.CollectionTypes.Entries;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.ObjectType;
import sluice.config.binding.OpaqueType;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.ReadContext;
import sluice.config.binding.ReloadEffect;
import sluice.config.binding.Setting;
import sluice.config.binding.UnionType;
import sluice.config.settings.ServiceConfig;

/** Every setting with two values, for tests that hold for each of them. */
public final class SettingSamples {
  /** The model, stream and sink that the samples are settings of. */
  public static final String NAME = "one";

  /** A configuration in which each of the settings counts. */
  private static final String BASE =
      """
      sluice {
        models { one {}, other {} }
        sinks.one { type = json-lines, path = "one/{stream}" }
        sinks.other { type = json-lines, path = "other/{stream}" }
        defaults { model = one, sinks = [one] }
        streams.one.source = "demo:"
        http.tls { certificate = a.pem, key = a.key }
        cluster.tls { key = a.key, certificate = CERTIFICATE, authorities = CERTIFICATE }
        recovery { min-backoff = 1s, max-backoff = 1m }
      }
      """
          .replace("CERTIFICATE", certificates("a"));

  /** By key; what is the same for all settings of a kind is left out. */
  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          entry("allowed-hosts", List.of("[a]", "[b]")),
          entry("area", List.of("0.1", "0.2")),
          entry("advertise", List.of("a", "b")),
          entry("authorities", List.of(certificates("a"), certificates("b"))),
          entry("avoids", List.of("[a]", "[b]")),
          entry("cluster.bind", List.of("\"127.0.0.1:1\"", "\"127.0.0.1:2\"")),
          entry("cluster.certificate", List.of(certificates("a"), certificates("b"))),
          entry("capacity", List.of("auto", "2")),
          entry("name", List.of("a", "b")),
          entry("needs", List.of("[a]", "[b]")),
          entry("prefers", List.of("[a]", "[b]")),
          entry("seeds", List.of("[a]", "[b]")),
          entry("seeds-dns", List.of("a", "b")),
          entry("failover.margin", List.of("5s", "6s")),
          entry("failover.decide", List.of("5s", "6s")),
          entry("anchor", List.of("bottom-center", "center")),
          entry("bind", List.of("127.0.0.1", "127.0.0.2")),
          entry("ca-file", List.of(certificates("a"), certificates("b"))),
          entry("brokers", List.of("\"a:9092\"", "\"a:9092,b:9093\"")),
          entry("cache-dir", List.of("a", "b")),
          entry("certificate", List.of("a.pem", "b.pem")),
          entry("channels", List.of("bgr", "rgb")),
          entry("data-dir", List.of("/a", "/b")),
          entry("delivery", List.of("every", "latest")),
          entry("compression", List.of("none", "gzip")),
          entry("classify", List.of("[]", "[{ model = other }]")),
          entry("directions", List.of("[in]", "[in, out]")),
          entry("decode", List.of("auto", "all")),
          entry("device", List.of("CPU", "GPU")),
          entry("family", List.of("auto", "ssd")),
          entry(
              "endpoint",
              List.of("\"http://127.0.0.1:4318/v1/traces\"", "\"https://a/v1/traces\"")),
          entry("file", List.of("\"a/{stream}\"", "\"b/{stream}\"")),
          entry("file-roots", List.of("[/a]", "[/b]")),
          entry("format", List.of("text", "json")),
          entry("from", List.of("[0, 0]", "[0, 1]")),
          entry("grid", List.of("1x1", "2x2")),
          entry("headers", List.of("{ Authorization = ${A} }", "{ Authorization = ${B} }")),
          entry("hint", List.of("throughput", "latency")),
          entry("hash", List.of(hash('a'), hash('b'))),
          entry("hosts", List.of("[10.0.0.0/8]", "[10.0.0.0/9]")),
          entry("in-name", List.of("entering", "coming")),
          entry("input-size", List.of("64x64", "64x32")),
          entry("kinds", List.of("[detections]", "[object, state]")),
          entry("iou-threshold", List.of("0.1", "0.2")),
          entry("isolation", List.of("network", "all")),
          entry("jitter", List.of("0.1", "0.2")),
          entry("keep-age", List.of("1d", "2d")),
          entry("key", List.of("a.key", "b.key")),
          entry("labels", List.of("[a]", "[b]")),
          entry("level", List.of("info", "debug")),
          entry("levels", List.of("{ a = info }", "{ a = debug }")),
          entry("margin", List.of("0.1", "0.2")),
          entry("masks", List.of("[]", "[[[0, 0], [1, 0], [1, 1]]]")),
          entry("max-body", List.of("1KiB", "2KiB")),
          entry("max-size", List.of("1KiB", "2KiB")),
          entry("max-area", List.of("0.5", "0.6")),
          entry("max-aspect", List.of("0.5", "0.6")),
          entry("mean", List.of("[1, 2, 3]", "[1, 2, 4]")),
          entry("min-box", List.of("0.1", "0.2")),
          entry("min-confidence", List.of("0.1", "0.2")),
          entry("min-area", List.of("0.1", "0.2")),
          entry("min-aspect", List.of("0.1", "0.2")),
          entry("model", List.of("one", "other")),
          entry("models.labels", List.of("a.txt", "b.txt")),
          entry("client-id", List.of("a", "b")),
          entry("home-assistant-prefix", List.of("a", "a/b")),
          entry("mqtt.ca-file", List.of(certificates("a"), certificates("b"))),
          entry("mqtt.url", List.of("\"mqtts://a\"", "\"mqtts://b:1883\"")),
          entry("topic-prefix", List.of("a", "a/b")),
          entry("sinks.version", List.of("5", "3.1.1")),
          entry("new-track-threshold", List.of("0.1", "0.2")),
          entry("out-name", List.of("leaving", "going")),
          entry("password", List.of("${A}", "${B}")),
          entry("only", List.of("detections", "all")),
          entry("overlap", List.of("0.2", "0.3")),
          entry("path", List.of("\"a/{stream}\"", "\"b/{stream}\"")),
          entry("recording.keep-events", List.of("1d", "2d")),
          entry("recording.keep-motion", List.of("1d", "2d")),
          entry("recording.max-age", List.of("1d", "2d")),
          entry("recording.max-size", List.of("1GiB", "2GiB")),
          entry("recording.min-free", List.of("1GiB", "2GiB")),
          entry("recording.mode", List.of("events", "continuous")),
          entry("recording.source", List.of("\"rtsp://a/1\"", "\"rtsp://a/2\"")),
          entry("recording.path", List.of("/a", "/b")),
          entry("sinks.pictures", List.of("none", "crop")),
          entry("points", List.of("[[0, 0], [1, 0], [1, 1]]", "[[0, 0], [1, 0], [0, 1]]")),
          entry("precision", List.of("null", "FP16")),
          entry("properties", List.of("{ A = 1 }", "{ A = 2 }")),
          entry("queue", List.of("64", "65")),
          entry("resize", List.of("stretch", "letterbox")),
          entry("scale", List.of("[1, 2, 3]", "[1, 2, 4]")),
          entry("right", List.of("view", "operate")),
          entry("sasl-mechanism", List.of("scram-sha-256", "scram-sha-512")),
          entry("schemes", List.of("[demo]", "[demo, rtsp]")),
          entry("sink-hosts", List.of("[10.0.0.0/8]", "[10.0.0.0/9]")),
          entry("sinks.ca-file", List.of("a.pem", "b.pem")),
          entry("sinks.max-size", List.of("1MiB", "2MiB")),
          entry("sinks.properties", List.of("{ client.rack = a }", "{ client.rack = b }")),
          entry("sinks.tls", List.of("false", "true")),
          entry("sinks", List.of("[one]", "[other]")),
          entry("source", List.of("\"demo:\"", "\"demo:seconds=2\"")),
          entry("tls", List.of("verify", "insecure")),
          entry("tls-fingerprint", List.of("a".repeat(64), "b".repeat(64))),
          entry("motion.threshold", List.of("10", "20")),
          entry("threshold", List.of("0.1", "0.2")),
          entry("topic", List.of("a", "\"a.{stream}\"")),
          entry("to", List.of("[1, 0]", "[1, 1]")),
          entry("state-key", List.of("${A}", "${B}")),
          entry("token", List.of("${A}", "${B}")),
          entry("track-high-threshold", List.of("0.2", "0.3")),
          entry("track-low-threshold", List.of("0.1", "0.2")),
          entry("transport", List.of("tcp", "udp")),
          entry("user", List.of("a", "b")),
          entry("sql.ca-file", List.of(certificates("a"), certificates("b"))),
          entry("sql.url", List.of("\"jdbc:postgresql://a/x\"", "\"jdbc:postgresql://b/x\"")),
          entry("webhook.ca-file", List.of(certificates("a"), certificates("b"))),
          entry("webhook.format", List.of("ndjson", "json")),
          entry("webhook.headers", List.of("{ A = a }", "{ B = b }")),
          entry("webhook.keys", List.of("[${A}]", "[${B}]")),
          entry("webhook.url", List.of("\"http://a/x\"", "\"http://b/x\"")));

  /** What else a setting needs so that it counts, by path. */
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          entry("cluster.enabled", "sluice.cluster.seeds = [a]\n"),
          entry("defaults.user", "sluice.streams.one.source = \"rtsp://10.0.0.1/\"\n"),
          entry(
              "defaults.password",
              "sluice.streams.one { source = \"rtsp://10.0.0.1/\", user = u }\n"),
          entry("http.tokens.one.right", "sluice.http.tokens.one.token = ${A}\n"),
          entry("streams.one.user", "sluice.streams.one.source = \"rtsp://10.0.0.1/\"\n"),
          entry(
              "streams.one.password",
              "sluice.streams.one { source = \"rtsp://10.0.0.1/\", user = u }\n"),
          entry("sinks.one.ca-file", "sluice.sinks.one.tls = true\n"),
          entry("sql:sinks.one.ca-file", ""),
          entry("webhook:sinks.one.ca-file", ""),
          entry("sql:sinks.one.user", ""),
          entry("sql:sinks.one.password", "sluice.sinks.one.user = u\n"),
          entry("mqtt:sinks.one.ca-file", "sluice.sinks.one.url = \"mqtts://a\"\n"),
          entry("mqtt:sinks.one.password", "sluice.sinks.one.user = u\n"),
          entry("kafka:sinks.one.user", "sluice.sinks.one.password = ${A}\n"),
          entry("kafka:sinks.one.password", "sluice.sinks.one.user = u\n"),
          entry("defaults.tls", "sluice.streams.one.source = \"rtsps://10.0.0.1/\"\n"),
          entry("defaults.tls-fingerprint", "sluice.streams.one.source = \"rtsps://10.0.0.1/\"\n"),
          entry("streams.one.tls", "sluice.streams.one.source = \"rtsps://10.0.0.1/\"\n"),
          entry(
              "streams.one.tls-fingerprint", "sluice.streams.one.source = \"rtsps://10.0.0.1/\"\n"),
          entry("defaults.transport", "sluice.streams.one.source = \"rtsp://10.0.0.1/\"\n"),
          entry("streams.one.transport", "sluice.streams.one.source = \"rtsp://10.0.0.1/\"\n"));

  /** What is a setting of each stream alone, though its group is one of the defaults too. */
  private static final Set<String> REFUSED = Set.of("defaults.recording.source");

  private static String hash(char digit) {
    return "\"sha256:%s\"".formatted(String.valueOf(digit).repeat(64));
  }

  /** A file of the test sources with a certificate, as a value. */
  private static String certificates(String name) {
    return "\"%s\""
        .formatted(
            Path.of("src/test/resources/sluice/config/authority-" + name + ".pem")
                .toAbsolutePath());
  }

  private final SettingTables tables;
  private final String base;

  /** The variant of a union that the settings are of; empty for those of none. */
  private final String variant;

  private final List<Sample> result = new ArrayList<>();

  private SettingSamples(SettingTables tables, String base, String variant) {
    this.tables = tables;
    this.base = base;
    this.variant = variant;
  }

  /**
   * A setting with two values.
   *
   * @param path within {@code sluice}
   * @param effect what its description says
   * @param before one value, as HOCON
   * @param after another one
   * @param tables that the setting follows from
   * @param base the configuration that the value is added to
   */
  public record Sample(
      String path,
      ReloadEffect effect,
      String before,
      String after,
      SettingTables tables,
      String base) {
    /** The section, or the setting itself where it is in none. */
    public String section() {
      return path.split("\\.")[0];
    }

    /** The configuration with one of the values. */
    public ServiceConfig config(String value) {
      return read(base + "sluice." + path + " = " + value, tables);
    }

    @Override
    public String toString() {
      return path;
    }
  }

  /** All settings of the service that can have two values. */
  public static List<Sample> all() {
    return all(Configuration.tables());
  }

  /** All settings that can have two values, of which some follow from tables. */
  public static List<Sample> all(SettingTables tables) {
    SettingSamples samples = new SettingSamples(tables, BASE, "");
    samples.collect(ServiceSettings.group(tables).settings(), "");
    return samples.result;
  }

  /** The JSON schema of the whole configuration. */
  public static Map<String, Object> schema(SettingTables tables) {
    return ServiceSettings.group(tables).schema();
  }

  /** The keys of a stream in the API: its id, and its settings; those of a group as group.key. */
  public static Set<String> streamKeys() {
    Set<String> keys = new LinkedHashSet<>(Set.of("id"));
    for (Setting<?> setting : StreamSettings.GROUP.settings()) {
      if (setting.kind() instanceof ObjectType group) {
        group.settings().forEach(inner -> keys.add(setting.key() + "." + inner.key()));
      } else {
        keys.add(setting.key());
      }
    }
    return keys;
  }

  private void collect(List<Setting<?>> settings, String prefix) {
    for (Setting<?> setting : settings) {
      String path = prefix + setting.key();
      switch (setting.kind()) {
        case ObjectType group -> collect(group.settings(), path + ".");
        case Entries<?> entries when entries.each() instanceof UnionType<?> union ->
            collect(union, path + "." + NAME);
        case Entries<?> entries ->
            collectEntry(((ObjectType) entries.each()).settings(), path + "." + NAME);
        case OptionalTypes.Wrapper wrapper when wrapper.kind() instanceof ObjectType group ->
            collect(group.settings(), path + ".");
        case OpaqueType _ -> {} // Pekko reads it, and nothing of it is known here
        default -> {
          List<String> values = values(path, variant, setting);
          add(path, setting, values.get(0), values.get(1));
        }
      }
    }
  }

  /** An entry's settings, in one that has what must be given. */
  private void collectEntry(List<Setting<?>> settings, String path) {
    StringBuilder required = new StringBuilder(base);
    for (Setting<?> setting : settings) {
      if (setting.standard().isEmpty()) {
        String value = values(path, variant, setting).getFirst();
        required.append("sluice.%s.%s = %s\n".formatted(path, setting.key(), value));
      }
    }
    SettingSamples within = new SettingSamples(tables, required.toString(), variant);
    within.collect(settings, path + ".");
    result.addAll(within.result);
  }

  private void add(String path, Setting<?> setting, String before, String after) {
    if (REFUSED.contains(path)) {
      return;
    }
    String needed = NEEDED.getOrDefault(variant + ":" + path, NEEDED.getOrDefault(path, ""));
    result.add(new Sample(path, setting.effect(), before, after, tables, base + needed));
  }

  /** The settings of each variant, in an object of that variant; and a change of the variant. */
  private void collect(UnionType<?> union, String path) {
    SettingSamples without = new SettingSamples(tables, base + "sluice." + path + " = null\n", "");
    String before = "";
    for (UnionType.Variant<?> variant : union.variants()) {
      String object = object(union, variant, path);
      if (!before.isEmpty()) {
        without.add(path, union.tag(), before, object);
      }
      before = object;
      SettingSamples within =
          new SettingSamples(
              tables, "%ssluice.%s = %s\n".formatted(without.base, path, object), variant.name());
      within.collect(variant.group().settings(), path + ".");
      result.addAll(within.result);
    }
    result.addAll(without.result);
  }

  /** An object of a variant, in which nothing is given but what must be. */
  private static String object(UnionType<?> union, UnionType.Variant<?> variant, String path) {
    StringBuilder text =
        new StringBuilder("{ %s = %s".formatted(union.tag().key(), variant.name()));
    for (Setting<?> setting : variant.group().settings()) {
      if (setting.standard().isEmpty()) {
        text.append(
            ", %s = %s".formatted(setting.key(), values(path, variant.name(), setting).getFirst()));
      }
    }
    return text.append(" }").toString();
  }

  private static List<String> values(String path, String variant, Setting<?> setting) {
    String special = path.split("\\.")[0] + "." + setting.key();
    String[] names = path.split("\\.");
    String grouped = names.length < 2 ? "" : names[names.length - 2] + "." + setting.key();
    List<String> general =
        VALUES.getOrDefault(grouped, VALUES.getOrDefault(special, VALUES.get(setting.key())));
    List<String> given = VALUES.getOrDefault(variant + "." + setting.key(), general);
    return given == null ? byKind(path, setting) : given;
  }

  private static List<String> byKind(String path, Setting<?> setting) {
    Map<String, Object> schema = new LinkedHashMap<>(setting.kind().schema());
    String type = String.valueOf(schema.get("type"));
    if (type.contains("boolean")) {
      return List.of("true", "false");
    }
    if (type.contains("integer") || type.contains("number")) {
      return List.of("1", "2");
    }
    if (setting.kind().expected().startsWith("a duration")) {
      return List.of("5s", "6s");
    }
    throw new AssertionError("give two values for " + path);
  }

  /** Reads a configuration in which every file is there. */
  private static ServiceConfig read(String text, SettingTables tables) {
    try {
      Path file = Files.createTempFile("sample", ".conf");
      Files.writeString(file, text);
      ConfigResult<ServiceConfig> result =
          new ConfigReader(
                  new ReadContext(
                      Map.of("HOME", "/home/a", "A", "a".repeat(32), "B", "b".repeat(32)),
                      path -> true,
                      address -> Optional.empty(),
                      tables.facts()))
              .read(file);
      Files.delete(file);
      return switch (result) {
        case ConfigResult.Fine<ServiceConfig>(ServiceConfig config) -> config;
        case ConfigResult.Refused<ServiceConfig> refused -> throw new AssertionError(refused);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
