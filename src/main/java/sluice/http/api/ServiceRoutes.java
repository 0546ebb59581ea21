package sluice.http.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;
import sluice.config.ConfigJson;
import sluice.config.binding.Problem;
import sluice.config.settings.LogConfig.Level;
import sluice.config.settings.Right;
import sluice.config.settings.StreamConfig;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.ProbeReport;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamFacts;
import sluice.core.TransportChoice;
import sluice.core.TransportProtocol;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.JsonBody;
import sluice.http.routing.Operation;
import sluice.http.routing.ProblemDetails;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.json.JsonField;
import sluice.service.SourceProbe;
import sluice.service.control.ConfigDiff;
import sluice.service.control.ReloadAnswer;

/**
 * The routes of configuration and reload, devices, traces, isolation, log levels, and of probing a
 * source.
 */
public final class ServiceRoutes {
  private static final int PROBES_AT_ONCE = 4;
  private static final int MOST_LOGGERS = 100;

  private static final Set<String> PROBE_MEMBERS =
      Set.of("source", "user", "password", "tls", "tls-fingerprint", "transport");

  /** The body of a probe. */
  record ProbeRequest(
      @JsonField(description = "address, file, camera or demo to be opened") String source,
      @JsonField(description = "user of a source on the network; may be left out")
          Optional<String> user,
      @JsonField(description = "password of that user; may be left out") Optional<String> password,
      @JsonField(
              description =
                  "whether the certificate of an rtsps or https source is checked: verify or"
                      + " insecure; may be left out, for verify")
          Optional<String> tls,
      @JsonField(description = "SHA-256 fingerprint of its one certificate; may be left out")
          Optional<String> tlsFingerprint,
      @JsonField(
              description =
                  "how the media of an rtsp source travels: auto, tcp or udp; may be left out, for"
                      + " auto")
          Optional<String> transport) {}

  /** The answer of a probe. */
  record Probe(
      @JsonField(description = "whether a picture could be read") boolean readable,
      @JsonField(description = "why not") Optional<String> reason,
      @JsonField(unwrapped = true) Optional<ProbedSource> found) {}

  /** A source that could be read. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record ProbedSource(
      @JsonField(description = "as FFmpeg names it; empty for pictures that each have their own")
          String codec,
      @JsonField(description = "width of its pictures as displayed, in pixels") int width,
      @JsonField(description = "height of its pictures as displayed, in pixels") int height,
      @JsonField(description = "shape of its pixels as they are stored, width to height")
          String pixelAspect,
      @JsonField(description = "frames a second by its header, 0 where it names none")
          double frameRate,
      @JsonField(description = "whether it comes at its own pace and can't wait") boolean live,
      @JsonField(
              description =
                  "how packets travel from its server: tcp, tls or udp; absent for files and"
                      + " devices")
          Optional<String> transport,
      @JsonField(description = "whether its pictures come with times of their own") boolean clock,
      @JsonField(
              description =
                  "unit of its timestamps as a fraction of a second, such as 1/90000; absent for"
                      + " pictures that each have their own file")
          Optional<String> timeBase,
      @JsonField(
              description =
                  "seconds from one key frame to the next; absent where none followed the first"
                      + " within 5 s",
              decimals = 3)
          Optional<Double> keyFrameSeconds,
      @JsonField(description = "the sound beside its pictures; absent where there is none")
          Optional<ProbedSound> sound,
      @JsonField(description = "milliseconds until its first picture was there") long openedInMs,
      @JsonField(description = "its first picture", mediaType = "image/jpeg") byte[] jpeg) {}

  /** The sound of a source. */
  record ProbedSound(
      @JsonField(description = "as FFmpeg names it") String codec,
      @JsonField(description = "samples a second, 0 where its header names none") int rate,
      @JsonField(description = "number of channels, 0 where its header names none") int channels) {

    static ProbedSound of(StreamFacts.Sound sound) {
      return new ProbedSound(sound.codec(), sound.rate(), sound.channels());
    }
  }

  /** The answer of a reload: the configuration's entries, by what became of them. */
  record Reload(
      @JsonField(description = "entries that are new") List<String> added,
      @JsonField(description = "entries that are applied with other settings") List<String> changed,
      @JsonField(description = "entries that are gone") List<String> removed,
      @JsonField(description = "entries that stay as they are") List<String> left,
      @JsonField(description = "sections that have changed and count at the next start")
          List<String> atRestart) {}

  private final HttpPorts ports;
  private final Semaphore probes = new Semaphore(PROBES_AT_ONCE);

  public ServiceRoutes(HttpPorts ports) {
    this.ports = ports;
  }

  public List<Route> routes() {
    return List.of(
        Route.getNow(
            "/api/v1/config",
            Operation.of(Right.OPERATE, "getConfig", "The configuration in force, without secrets")
                .gives(200, "the configuration", "Config"),
            call -> Responses.json(ConfigJson.asMap(ports.control().state().config()))),
        Route.post(
            "/api/v1/config/reload",
            Operation.of(Right.ADMIN, "reloadConfig", "Reads the configuration's file again")
                .gives(200, "what differs is applied", "Reload")
                .fails(422, "the file can't be used; everything is as before")
                .fails(503, "it can't be kept on the disk; everything is as before"),
            call -> ports.control().reload().thenApply(ServiceRoutes::reloaded)),
        Route.post(
            "/api/v1/sources/probe",
            Operation.of(Right.ADMIN, "probeSource", "Opens a source and looks at one picture")
                .takes("ProbeRequest")
                .gives(200, "what was found, or why it can't be read", "Probe")
                .fails(400, "the body can't be read")
                .fails(422, "the source may not be opened")
                .fails(503, "too many sources are being looked at"),
            this::probe),
        Route.get(
            "/api/v1/devices",
            Operation.of(Right.VIEW, "listDevices", "Devices that models can run on")
                .gives(200, "the devices", "Devices"),
            call -> ports.devices().list().thenApply(ServiceRoutes::devices)),
        Route.getNow(
            "/api/v1/tracing",
            Operation.of(
                    Right.VIEW,
                    "getTracing",
                    "Whether frames are traced, and how the collector takes it")
                .gives(200, "the status", "Tracing"),
            call -> Responses.json(ports.tracing().status())),
        Route.getNow(
            "/api/v1/isolation",
            Operation.of(
                    Right.OPERATE,
                    "getIsolation",
                    "Which sources are decoded in processes of their own, and the box around those")
                .gives(200, "what is in force", "Isolation"),
            call -> Responses.json(ports.isolation().status())),
        Route.getNow(
            "/api/v1/log/levels",
            Operation.of(Right.OPERATE, "getLogLevels", "What is logged, by logger")
                .gives(200, "the levels", "LogLevels"),
            call -> levels()),
        new Route(
            "PATCH",
            "/api/v1/log/levels",
            Operation.of(
                    Right.ADMIN,
                    "patchLogLevels",
                    "Changes levels until the next start; null: as the logger above")
                .takes("LogLevels")
                .gives(200, "the levels", "LogLevels")
                .fails(400, "the body can't be read"),
            this::setLevels));
  }

  private static HttpResponse reloaded(ReloadAnswer answer) {
    return switch (answer) {
      case ReloadAnswer.Refused(List<Problem> problems) ->
          Responses.problem(ProblemDetails.invalid(problems));
      case ReloadAnswer.NotKept(String message) ->
          Responses.problem(503, "not-kept", "The change can't be kept", message);
      case ReloadAnswer.Done done ->
          Responses.json(
              new Reload(
                  paths(done, ConfigDiff::added),
                  paths(done, ConfigDiff::changed),
                  paths(done, ConfigDiff::removed),
                  paths(done, ConfigDiff::left),
                  done.atNextStart()));
    };
  }

  private static List<String> paths(
      ReloadAnswer.Done done, Function<ConfigDiff, List<String>> part) {
    List<String> result = new ArrayList<>();
    part.apply(done.models()).forEach(name -> result.add("models." + name));
    part.apply(done.streams()).forEach(id -> result.add("streams." + id));
    return result;
  }

  private CompletionStage<HttpResponse> probe(ApiRequest call) {
    Map<String, Optional<String>> body = JsonBody.texts(call.body());
    Optional<String> source = body.getOrDefault("source", Optional.empty());
    if (source.isEmpty() || !PROBE_MEMBERS.containsAll(body.keySet())) {
      throw new BadBodyException(
          "expected: {\"source\": \"rtsp://…\"}, and user, password, tls and tls-fingerprint where"
              + " it needs them");
    }
    if (!SourceAddress.isPossible(source.get())) {
      throw new BadBodyException(
          "source: expected at most "
              + SourceAddress.LONGEST
              + " characters, none of them a control character");
    }
    SourceAddress address = new SourceAddress(source.get());
    Optional<String> user = body.getOrDefault("user", Optional.empty());
    if (user.isPresent() && address.takesCredentials()) {
      Optional<String> password = body.getOrDefault("password", Optional.empty());
      address = address.withCredentials(user.get(), password.orElse(""));
    }
    SourceProbe.Target target = target(address, body);
    if (!probes.tryAcquire()) {
      return CompletableFuture.completedStage(
          Responses.problem(
              503,
              "too-many-probes",
              "Too many sources are being looked at",
              PROBES_AT_ONCE + " at the same time; try again in a moment"));
    }
    CompletionStage<ProbeReport> report;
    try {
      report = ports.probe().probe(target);
    } catch (RuntimeException e) {
      report = CompletableFuture.failedStage(e);
    }
    return report.whenComplete((found, failure) -> probes.release()).handle(ServiceRoutes::probed);
  }

  private static SourceProbe.Target target(
      SourceAddress address, Map<String, Optional<String>> body) {
    TlsTrust.Mode tls =
        switch (body.getOrDefault("tls", Optional.empty()).orElse("verify")) {
          case "verify" -> TlsTrust.Mode.VERIFY;
          case "insecure" -> TlsTrust.Mode.INSECURE;
          default -> throw new BadBodyException("tls: expected verify or insecure");
        };
    Optional<String> written = body.getOrDefault("tls-fingerprint", Optional.empty());
    Optional<CertificateFingerprint> fingerprint = written.flatMap(CertificateFingerprint::parse);
    if (written.isPresent() && fingerprint.isEmpty()) {
      throw new BadBodyException("tls-fingerprint: expected " + CertificateFingerprint.EXPECTED);
    }
    if (tls == TlsTrust.Mode.INSECURE && fingerprint.isPresent()) {
      throw new BadBodyException("tls: expected verify beside a tls-fingerprint");
    }
    return new SourceProbe.Target(address, tls, fingerprint, transport(address, body), true);
  }

  private static TransportChoice transport(
      SourceAddress address, Map<String, Optional<String>> body) {
    TransportChoice transport =
        switch (body.getOrDefault("transport", Optional.empty()).orElse("auto")) {
          case "auto" -> TransportChoice.AUTO;
          case "tcp" -> TransportChoice.TCP;
          case "udp" -> TransportChoice.UDP;
          default -> throw new BadBodyException("transport: expected auto, tcp or udp");
        };
    if (!StreamConfig.takes(address, transport)) {
      throw new BadBodyException("transport: expected udp for rtsp only, tcp for rtsp and rtsps");
    }
    return transport;
  }

  private static HttpResponse probed(@Nullable ProbeReport found, @Nullable Throwable failure) {
    return found == null ? unreadable(failure) : readable(found);
  }

  private static HttpResponse readable(ProbeReport found) {
    SourceInfo source = found.source();
    ProbedSource probed =
        new ProbedSource(
            found.codec(),
            source.width(),
            source.height(),
            source.details().pixelAspect().toString(),
            source.frameRate(),
            source.live(),
            source.details().transport().map(TransportProtocol::toString),
            source.details().clock(),
            found.stream().map(StreamFacts::timeBase),
            found.stream().flatMap(StreamFacts::keyFrameSeconds),
            found.stream().flatMap(StreamFacts::sound).map(ProbedSound::of),
            found.openedIn().toMillis(),
            found.picture());
    return Responses.json(new Probe(true, Optional.empty(), Optional.of(probed)));
  }

  /** What the rules refuse is the client's fault; what can't be read is what it asked to know. */
  private static HttpResponse unreadable(@Nullable Throwable failure) {
    if (failure == null || !(Failures.unwrap(failure) instanceof SluiceException known)) {
      throw new CompletionException(failure);
    }
    String reason = String.valueOf(known.getMessage());
    if (known.code() == ErrorCode.USAGE) {
      return Responses.problem(422, "source-refused", "The source may not be opened", reason);
    }
    return Responses.json(new Probe(false, Optional.of(reason), Optional.empty()));
  }

  private static HttpResponse devices(List<DevicePort.Device> devices) {
    return Responses.json(devices);
  }

  private HttpResponse levels() {
    Map<String, Object> result = new LinkedHashMap<>();
    ports
        .logLevels()
        .levels()
        .forEach((logger, level) -> result.put(logger, level.name().toLowerCase(Locale.ROOT)));
    return Responses.json(result);
  }

  private CompletionStage<HttpResponse> setLevels(ApiRequest call) {
    Map<String, Optional<Level>> levels = new LinkedHashMap<>();
    JsonBody.texts(call.body())
        .forEach((logger, level) -> levels.put(logger(logger), level.map(ServiceRoutes::level)));
    if (levels.size() > MOST_LOGGERS) {
      throw new BadBodyException("at most " + MOST_LOGGERS + " loggers at once");
    }
    ports.logLevels().set(levels);
    return CompletableFuture.completedStage(levels());
  }

  private static String logger(String name) {
    if (!name.matches("[A-Za-z0-9_.$-]{1,200}")) {
      throw new BadBodyException("a logger has the name of a class or a package, or ROOT");
    }
    return name;
  }

  private static Level level(String word) {
    for (Level level : Level.values()) {
      if (level.name().equalsIgnoreCase(word)) {
        return level;
      }
    }
    throw new BadBodyException("a level is one of off, error, warn, info, debug and trace");
  }
}
