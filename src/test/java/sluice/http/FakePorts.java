package sluice.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sluice.app.ModelFamilies;
import sluice.config.settings.LogConfig.Level;
import sluice.core.ErrorCode;
import sluice.core.ProbeReport;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamFacts;
import sluice.core.source.SourceAddress;
import sluice.http.api.DevicePort;
import sluice.http.api.HttpPorts;
import sluice.http.api.IsolationPort.IsolationStatus;
import sluice.http.api.Snapshot;
import sluice.http.api.TracingPort.TracingStatus;
import sluice.http.cluster.HttpCluster;
import sluice.service.LogLevels;
import sluice.service.SourceProbe;
import sluice.service.control.ServiceControl;

/** Fake ports of the server besides the actors, with answers that a test may change. */
public final class FakePorts implements LogLevels {
  private final Map<String, Level> levels = new TreeMap<>(Map.of(ROOT, Level.INFO));
  volatile Optional<SourceProbe.Target> probed = Optional.empty();
  volatile Optional<HttpCluster> cluster = Optional.empty();
  volatile TracingStatus tracing = TracingStatus.OFF;
  volatile IsolationStatus isolation = IsolationStatus.OFF;
  volatile Snapshot picture = new Snapshot.Drawn(TestService.PICTURE);

  public final FakeSinks sinks = new FakeSinks();
  public final FakeScenes scenes = new FakeScenes();
  public final FakeRecordings recordings = new FakeRecordings();
  public final FakeLivePictures live = new FakeLivePictures();

  public HttpPorts of(ServiceControl control) {
    return new HttpPorts(
        control,
        target -> {
          probed = Optional.of(target);
          return probe(target.source());
        },
        stream -> TestService.now(picture),
        live,
        scenes,
        sinks,
        () ->
            TestService.now(List.of(new DevicePort.Device("CPU", "A processor", Map.of("A", "b")))),
        this,
        () -> tracing,
        () -> isolation,
        ModelFamilies.facts(),
        () -> Optional.of(recordings),
        cluster);
  }

  private static CompletionStage<ProbeReport> probe(SourceAddress source) {
    return switch (source.host().orElse("")) {
      case "10.0.0.5" ->
          TestService.now(
              new ProbeReport(
                  new SourceInfo(source.redacted(), 640, 480, 25, -1, true),
                  "h264",
                  Optional.of(
                      new StreamFacts(
                          "1/90000",
                          Optional.of(2.0),
                          Optional.of(new StreamFacts.Sound("aac", 16_000, 1)))),
                  Duration.ofMillis(80),
                  TestService.PICTURE));
      case "1.1.1.1" -> failed(ErrorCode.USAGE, "not one that sources may be on");
      default -> failed(ErrorCode.INPUT, "can't open " + source.redacted());
    };
  }

  private static CompletionStage<ProbeReport> failed(ErrorCode code, String message) {
    return CompletableFuture.failedStage(new SluiceException(code, message));
  }

  @Override
  public synchronized Map<String, Level> levels() {
    return Map.copyOf(levels);
  }

  @Override
  public synchronized void set(Map<String, Optional<Level>> changed) {
    changed.forEach(
        (logger, level) -> {
          levels.remove(logger);
          level.ifPresent(value -> levels.put(logger, value));
        });
  }
}
