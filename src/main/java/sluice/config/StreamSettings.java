package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;
import static sluice.config.binding.ReloadEffect.NEXT_FRAMES;
import static sluice.config.binding.ReloadEffect.STREAM;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.ObjectType;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Schema;
import sluice.config.binding.Secret;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnitTypes;
import sluice.config.binding.ValueType;
import sluice.config.settings.PlacementConfig;
import sluice.config.settings.StreamConfig;
import sluice.config.settings.StreamDefaults;
import sluice.config.settings.StreamTracing;
import sluice.core.DecodeChoice;
import sluice.core.Delivery;
import sluice.core.TileSettings;
import sluice.core.TransportChoice;
import sluice.core.recording.RecordingSettings;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;

/** Description of the settings of a stream, and of those that the section of defaults has. */
final class StreamSettings {
  private static final int LONGEST_NAME = SourceAddress.MOST_CREDENTIALS;

  private static final SettingGroupBuilder<StreamConfig> SETTINGS =
      SettingGroup.builder(StreamConfig.class);

  static final Setting<SourceAddress> SOURCE =
      SETTINGS.add(
          Setting.required(
              "source",
              new SourceAddressType(),
              STREAM,
              "Where frames come from: an address, a file, a camera of this machine or a demo."
                  + " Paths are relative to the folder in which the service was started."));
  static final Setting<Optional<String>> USER =
      SETTINGS.add(
          Setting.optional(
              "user",
              "the one in source",
              OptionalTypes.of(
                  TextTypes.text("the name of a user", "\\P{Cntrl}{1," + LONGEST_NAME + "}")),
              STREAM,
              "User by which a source on the network is logged in to, as it is: nothing is"
                  + " percent-encoded."));
  static final Setting<Optional<Secret>> PASSWORD =
      SETTINGS.add(
          Setting.optional(
              "password",
              "the one in source",
              OptionalTypes.of(new PasswordType()),
              STREAM,
              "Password of that user, as it is: nothing is percent-encoded. Shown as ***."));
  static final Setting<TlsTrust.Mode> TLS =
      SETTINGS.add(
          Setting.of(
              "tls",
              "verify",
              TextTypes.constant(TlsTrust.Mode.class),
              STREAM,
              "Whether the certificate of an rtsps or https source is checked: verify (by the"
                  + " system's authorities, those of security.ca-file, or tls-fingerprint), or"
                  + " insecure: any is taken, so whoever is on the way can read and change what"
                  + " comes."));
  static final Setting<Optional<CertificateFingerprint>> TLS_FINGERPRINT =
      SETTINGS.add(
          Setting.optional(
              "tls-fingerprint",
              "any certificate that an authority signed for the name",
              OptionalTypes.of(new FingerprintType()),
              STREAM,
              "SHA-256 fingerprint of the one certificate that an rtsps or https source may show,"
                  + " whatever its name, issuer and dates say; for cameras that signed their"
                  + " own."));
  static final Setting<TransportChoice> TRANSPORT =
      SETTINGS.add(
          Setting.of(
              "transport",
              "auto",
              TextTypes.constant(TransportChoice.class),
              STREAM,
              "How the media of an rtsp source travels: tcp (within the connection), udp (as"
                  + " datagrams, of which some may be lost; they are counted as damaged), or auto:"
                  + " tcp, and udp where the camera refuses that."));
  static final Setting<String> MODEL =
      SETTINGS.add(
          Setting.of(
              "model",
              "person-detection-hog",
              new ReferenceType("model", "sluice.models", ReadingFacts.MODELS),
              NEXT_FRAMES,
              "What is looked for: an entry of models."));
  static final Setting<Optional<Delivery>> DELIVERY =
      SETTINGS.add(
          Setting.optional(
              "delivery",
              "latest for rtsp addresses and cameras, every for the rest",
              OptionalTypes.of(TextTypes.constant(Delivery.class)),
              STREAM,
              "Whether the source waits until every frame is worked on, or only the latest frame is"
                  + " kept and older ones are dropped."));
  static final Setting<OptionalDouble> DETECT_FPS =
      SETTINGS.add(
          Setting.optional(
              "detect-fps",
              "all",
              OptionalTypes.ofDouble(NumberTypes.real(0.01, 1000)),
              STREAM,
              "Most frames a second of media time that are worked on; the others are dropped and"
                  + " counted as rate."));
  static final Setting<DecodeChoice> DECODE =
      SETTINGS.add(
          Setting.of(
              "decode",
              "auto",
              TextTypes.constant(DecodeChoice.class),
              STREAM,
              "Which pictures are decoded where detect-fps is at most half of the source's rate:"
                  + " auto (those that are worked on and those that they are decoded from; the"
                  + " same pictures are worked on or, where key frames serve the rate, the key"
                  + " frame nearest to each; the status says how much is decoded), or all, for a"
                  + " camera whose pictures come out damaged otherwise."));
  static final Setting<Boolean> REALTIME =
      SETTINGS.add(
          Setting.of(
              "realtime",
              "false",
              TextTypes.flag(),
              STREAM,
              "Whether a file is played at the pace of its timestamps."));
  static final Setting<Boolean> LOOP =
      SETTINGS.add(
          Setting.of(
              "loop",
              "false",
              TextTypes.flag(),
              STREAM,
              "Whether a file starts again at its end."));
  static final Setting<OptionalDouble> THRESHOLD =
      SETTINGS.add(
          Setting.optional(
              "threshold",
              "the model's own",
              OptionalTypes.ofDouble(NumberTypes.real(0, 1)),
              NEXT_FRAMES,
              "Least confidence of a detection."));
  static final Setting<Set<String>> LABELS =
      SETTINGS.add(
          Setting.of(
              "labels",
              "[]",
              new CollectionTypes.SetOf<>(
                  new CollectionTypes.ListOf<>(
                      TextTypes.text("a label", "\\P{Cntrl}{1,128}"), "labels")),
              NEXT_FRAMES,
              "Which of the model's labels are kept; empty: all."));
  static final Setting<List<String>> SINKS =
      SETTINGS.add(
          Setting.of(
              "sinks",
              "[]",
              new CollectionTypes.ListOf<>(
                  new ReferenceType("sink", "sluice.sinks", ReadingFacts.SINKS), "names"),
              STREAM,
              "Where results go, besides the API: entries of sinks."));
  static final Setting<Boolean> ENABLED =
      SETTINGS.add(
          Setting.of(
              "enabled",
              "true",
              TextTypes.flag(),
              STREAM,
              "Whether the stream runs when the service starts."));
  static final Setting<Duration> MAX_AGE =
      SETTINGS.add(
          Setting.of(
              "max-age",
              "1s",
              UnitTypes.duration(Duration.ofMillis(10), Duration.ofHours(1)),
              NEXT_FRAMES,
              "Age at which a frame of delivery latest is dropped instead of inferred, from the"
                  + " moment that it was decoded."));

  static final Setting<StreamTracing> TRACING =
      SETTINGS.add(
          Setting.of(
              "tracing",
              "{}",
              TracingSettings.STREAM_GROUP,
              NEXT_FRAMES,
              "Which frames of this stream are traced, where sluice.tracing is on."));

  static final Setting<TileSettings> TILES =
      SETTINGS.add(
          Setting.of(
              "tiles",
              "{}",
              TileGroup.GROUP,
              NEXT_FRAMES,
              "Tiles in which the model gets pictures, for objects that are too small in the whole"
                  + " picture."));

  static final Setting<PlacementConfig> PLACEMENT =
      SETTINGS.add(
          Setting.of(
              "placement",
              "{}",
              PlacementGroup.GROUP,
              AT_ONCE,
              "Where in a cluster the stream runs, where sluice.cluster is on."));

  static final Setting<RecordingSettings> RECORDING =
      SETTINGS.add(
          Setting.of(
              "recording",
              "{}",
              RecordingGroup.STREAM_GROUP,
              STREAM,
              "Recording of the stream's video, as it comes from the source, in the store of"
                  + " sluice.recording."));

  static final SettingGroup<StreamConfig> GROUP =
      SETTINGS
          .name("id")
          .embed("scene", SceneGroup.GROUP)
          .rule(StreamSettings::checkLoop)
          .rule(StreamSettings::checkCredentials)
          .rule(StreamSettings::checkTls)
          .rule(StreamSettings::checkTransport)
          .build();

  /** What every stream may leave to the section of defaults: all that it need not say itself. */
  static final List<Setting<?>> COMMON =
      GROUP.settings().stream().filter(setting -> setting.standard().isPresent()).toList();

  private static final String FITTING =
      "at most "
          + SourceAddress.MOST_CREDENTIALS
          + " bytes of user and password together, percent-encoded";

  private StreamSettings() {}

  private static void checkLoop(SettingValues values, ConfigNode node) {
    if (values.get(LOOP) && values.get(SOURCE).isLive()) {
      node.child(LOOP.key())
          .refuse("true", "false for a live source, which can't start again", Optional.empty());
    }
  }

  /**
   * What the defaults say of users counts for sources that take them, and is no error elsewhere.
   */
  private static void checkCredentials(SettingValues values, ConfigNode node) {
    SourceAddress source = values.get(SOURCE);
    if (!source.credentialsFit()) {
      node.child(SOURCE.key()).refuse("user and password of " + FITTING);
    }
    Optional<String> user = values.get(USER);
    Optional<Secret> password = values.get(PASSWORD);
    for (Setting<?> setting : List.of(USER, PASSWORD)) {
      if (node.child(setting.key()).isGiven() && !source.isRemote()) {
        node.child(setting.key()).refuse("none for a source that is not on the network");
        return;
      }
      if (node.child(setting.key()).isGiven() && source.hasCredentials()) {
        node.child(SOURCE.key())
            .refuse("an address without user and password, as they are settings of their own");
        return;
      }
    }
    boolean none = user.isEmpty() && password.isEmpty();
    if (none || !source.isRemote() || source.hasCredentials()) {
      return;
    }
    if (user.isEmpty()) {
      node.child(USER.key()).refuse("the user whose password is given");
    } else if (!source
        .withCredentials(user.get(), password.map(Secret::reveal).orElse(""))
        .credentialsFit()) {
      node.child((password.isPresent() ? PASSWORD : USER).key()).refuse(FITTING);
    }
  }

  /** What the defaults say of TLS counts for sources that have it, and is no error elsewhere. */
  private static void checkTls(SettingValues values, ConfigNode node) {
    boolean insecure = values.get(TLS) == TlsTrust.Mode.INSECURE;
    ConfigNode fingerprint = node.child(TLS_FINGERPRINT.key());
    boolean isTls =
        values.get(SOURCE).isTls()
            || StreamConfig.recordedBeside(values.get(SOURCE), values.get(RECORDING))
                .filter(SourceAddress::isTls)
                .isPresent();
    if (!isTls) {
      if (fingerprint.isGiven()) {
        fingerprint.refuse(
            "none for a source that is not rtsps or https, and so has no certificate");
      }
      if (insecure && node.child(TLS.key()).isGiven()) {
        node.child(TLS.key())
            .refuse("verify for a source that is not rtsps or https, and so has no certificate");
      }
    } else if (insecure && values.get(TLS_FINGERPRINT).isPresent()) {
      node.child(TLS.key())
          .refuse(
              "insecure",
              "verify beside a tls-fingerprint, which is to be checked",
              Optional.empty());
    }
  }

  /** What the defaults say of it counts for sources that can have it, and is no error elsewhere. */
  private static void checkTransport(SettingValues values, ConfigNode node) {
    SourceAddress source = values.get(SOURCE);
    ConfigNode given = node.child(TRANSPORT.key());
    boolean taken =
        StreamConfig.takes(source, values.get(TRANSPORT))
            || values.get(RECORDING).source().stream()
                .anyMatch(own -> StreamConfig.takes(own, values.get(TRANSPORT)));
    if (given.isGiven() && !taken) {
      given.refuse(
          source.isTls()
              ? "tcp or auto for rtsps, whose media does not travel over UDP"
              : "none for a source that is not rtsp or rtsps");
    }
  }

  /** Streams as entries: what they leave out is taken from the defaults. */
  record Entry() implements ValueType<StreamConfig>, ObjectType {
    @Override
    public JavaType type() {
      return GROUP.type();
    }

    @Override
    public List<Setting<?>> settings() {
      return GROUP.settings();
    }

    @Override
    public @Nullable StreamConfig read(ConfigNode node) {
      return GROUP.read(node, node.document().get(ReadingFacts.DEFAULTS).orElse(null), node.name());
    }

    @Override
    public String expected() {
      return GROUP.expected();
    }

    @Override
    public Object write(StreamConfig value, boolean reveal) {
      return GROUP.write(value, reveal);
    }

    @Override
    public Map<String, Object> schema() {
      return GROUP.schema();
    }
  }

  /** The section of defaults; read before the streams. */
  record Defaults() implements ValueType<StreamDefaults>, ObjectType {
    @Override
    public JavaType type() {
      return JavaType.of(StreamDefaults.class);
    }

    @Override
    public List<Setting<?>> settings() {
      return COMMON;
    }

    @Override
    public @Nullable StreamDefaults read(ConfigNode node) {
      SettingValues values = SettingGroup.readValues(node, COMMON, null);
      if (values == null) {
        return null;
      }
      if (values.has(RECORDING) && values.get(RECORDING).source().isPresent()) {
        return node.child(RECORDING.key())
            .child(RecordingGroup.STREAM_SOURCE.key())
            .refuse("a setting of each stream, as no two streams record one address");
      }
      node.document().set(ReadingFacts.DEFAULTS, values);
      return new StreamDefaults(values);
    }

    @Override
    public String expected() {
      return "an object with settings of streams";
    }

    @Override
    public Object write(StreamDefaults value, boolean reveal) {
      Map<String, Object> result = new LinkedHashMap<>();
      COMMON.forEach(setting -> write(setting, value.values(), reveal, result));
      return result;
    }

    private static <T> void write(
        Setting<T> setting, SettingValues values, boolean reveal, Map<String, Object> result) {
      if (values.has(setting)) {
        result.put(setting.key(), setting.kind().write(values.get(setting), reveal));
      }
    }

    @Override
    public Map<String, Object> schema() {
      return Schema.of(COMMON);
    }
  }
}
