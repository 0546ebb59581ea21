package sluice.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.ConfigReading;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.binding.ReadContext;
import sluice.config.binding.SourcePositions;
import sluice.config.settings.SecurityConfig;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.source.SourceAddress;
import sluice.json.JsonText;

/**
 * JSON binding of streams for the API: one JSON object with {@code id} and the settings of a
 * stream. Problems name members of that object and no file. For any number of threads.
 */
public final class StreamJson {
  private static final String ID = "id";

  private final ReadContext surroundings;

  /** A reader with this context. */
  public StreamJson(ReadContext surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Reads a stream that is new. Its source is bound by {@link SecurityConfig#fileRoots}.
   *
   * @param json what the client sent
   * @param config what its model and sinks refer to, and what it takes where it says nothing
   */
  public ConfigResult<StreamConfig> create(String json, ServiceConfig config) {
    return guarded(() -> bind(parse(json), null, config, true));
  }

  /**
   * Reads a stream that takes the place of one. Where the source is the one that was shown, its
   * credentials are kept.
   */
  public ConfigResult<StreamConfig> replace(
      StreamConfig current, String json, ServiceConfig config) {
    return guarded(() -> bind(parse(json), current, config, true));
  }

  /**
   * Changes some settings of a stream, as a JSON merge patch does (RFC 7396): those with a value
   * are set, those with {@code null} go back to what the defaults say, the others stay.
   */
  public ConfigResult<StreamConfig> patch(StreamConfig current, String json, ServiceConfig config) {
    return guarded(
        () -> {
          ConfigObject patch = parse(json);
          ConfigObject merged = ConfigValueFactory.fromMap(asMap(current, false));
          for (String key : patch.keySet()) {
            merged =
                patch.get(key).valueType() == ConfigValueType.NULL
                    ? merged.withoutKey(key)
                    : merged.withValue(key, patch.get(key));
          }
          return bind(merged, current, config, true);
        });
  }

  /** Reads back what {@link #write} gave, secrets included; files are not bound by folders. */
  public ConfigResult<StreamConfig> restore(String json, ServiceConfig config) {
    return guarded(() -> bind(parse(json), null, config, false));
  }

  /** Reads a stream that is there as an object; files are not bound by folders. */
  ConfigResult<StreamConfig> read(ConfigObject stream, ServiceConfig config) {
    return bind(stream, null, config, false);
  }

  /**
   * A stream as JSON: every member is there, {@code null} where it says nothing.
   *
   * @param reveal whether credentials are written, for keeping; else {@code ***}
   */
  public static String write(StreamConfig stream, boolean reveal) {
    return JsonText.of(asMap(stream, reveal));
  }

  /** The same as maps, lists, texts, numbers, booleans and null. */
  public static Map<String, Object> asMap(StreamConfig stream, boolean reveal) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(ID, stream.id());
    result.putAll(StreamSettings.GROUP.write(stream, reveal));
    return result;
  }

  private ConfigResult<StreamConfig> bind(
      ConfigObject object, @Nullable StreamConfig current, ServiceConfig config, boolean fromApi) {
    ConfigReading document = new ConfigReading(surroundings, SourcePositions.NONE);
    ReadingFacts.setNames(document, config.models().keySet(), config.sinks().keySet());
    document.set(ReadingFacts.DEFAULTS, config.defaults().values());
    document.set(ReadingFacts.SECURITY, config.security());
    String id = id(ConfigNode.of(document, List.of(), object), current);
    ConfigNode node =
        ConfigNode.of(document, List.of(), withCredentials(object.withoutKey(ID), current));
    StreamConfig stream = StreamSettings.GROUP.read(node, config.defaults().values(), id);
    if (stream != null && fromApi && isNewFile(stream, current)) {
      requireAllowedFile(node, stream.source(), config.security());
    }
    return document.finish(stream);
  }

  private static String id(ConfigNode node, @Nullable StreamConfig current) {
    ConfigNode id = node.child(ID);
    String text = id.isGiven() ? id.text() : current == null ? null : current.id();
    if (current != null && !current.id().equals(text)) {
      id.refuse(current.id() + ", as in the address; a stream can't be renamed");
    } else if (text == null || !text.matches(CollectionTypes.ID)) {
      id.refuse("1 to 64 letters, digits, underscores and hyphens");
    }
    return String.valueOf(text);
  }

  /** What was shown to the client comes back as it was meant. */
  private static ConfigObject withCredentials(ConfigObject object, @Nullable StreamConfig current) {
    if (current == null) {
      return object;
    }
    SourceAddress source = current.source();
    ConfigObject withSource =
        withRecordingSource(
            unmasked(object, StreamSettings.SOURCE.key(), source.redacted(), source.reveal()),
            current);
    return current
        .password()
        .filter(password -> isOnSameMachine(withSource, source))
        .map(
            password ->
                unmasked(
                    withSource,
                    StreamSettings.PASSWORD.key(),
                    PasswordType.SHOWN,
                    password.reveal()))
        .orElse(withSource);
  }

  private static ConfigObject withRecordingSource(ConfigObject object, StreamConfig current) {
    String key = StreamSettings.RECORDING.key();
    return current.recording().source().isPresent()
            && object.get(key) instanceof ConfigObject recording
        ? object.withValue(key, unmasked(recording, current.recording().source().get()))
        : object;
  }

  private static ConfigObject unmasked(ConfigObject recording, SourceAddress source) {
    return unmasked(
        recording, RecordingGroup.STREAM_SOURCE.key(), source.redacted(), source.reveal());
  }

  /** A password that a client never saw must not be sent to a machine of his choice. */
  private static boolean isOnSameMachine(ConfigObject object, SourceAddress source) {
    ConfigValue value = object.get(StreamSettings.SOURCE.key());
    return value != null
        && new SourceAddress(String.valueOf(value.unwrapped())).host().equals(source.host());
  }

  private static ConfigObject unmasked(
      ConfigObject object, String key, String shown, String meant) {
    ConfigValue value = object.get(key);
    return value != null && shown.equals(value.unwrapped())
        ? object.withValue(key, ConfigValueFactory.fromAnyRef(meant))
        : object;
  }

  private static boolean isNewFile(StreamConfig stream, @Nullable StreamConfig current) {
    return stream.source().isFile()
        && (current == null || !stream.source().equals(current.source()));
  }

  private static void requireAllowedFile(
      ConfigNode node, SourceAddress source, SecurityConfig rules) {
    if (rules.allowedFile(source).isEmpty()) {
      node.child(StreamSettings.SOURCE.key())
          .refuse(
              rules.fileRoots().isEmpty()
                  ? "an address or a camera: files are off; set sluice.security.file-roots to name"
                      + " folders whose files may be read"
                  : "the path of a file that exists in a folder of sluice.security.file-roots");
    }
  }

  private static ConfigObject parse(String json) {
    return ConfigFactory.parseString(
            json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
        .root();
  }

  private static ConfigResult<StreamConfig> guarded(Supplier<ConfigResult<StreamConfig>> work) {
    try {
      return work.get();
    } catch (ConfigException e) {
      return refused("no JSON object");
    } catch (StackOverflowError e) {
      return refused("nested too deeply");
    }
  }

  private static ConfigResult<StreamConfig> refused(String found) {
    return new ConfigResult.Refused<>(
        List.of(Problem.ofText(found, "a JSON object with the settings of a stream")));
  }
}
