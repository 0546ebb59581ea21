package sluice.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import sluice.config.LogConfig.Level;
import sluice.config.Problem;
import sluice.config.ServiceConfig;

/** What the server needs besides the actors, with answers that a test may change. */
final class FakePorts implements LogLevels {
  private final ServiceConfig config;
  private final Map<String, Level> levels = new TreeMap<>(Map.of("ROOT", Level.INFO));
  volatile Optional<byte[]> picture = Optional.of(TestService.PICTURE);
  volatile List<String> startup = List.of();
  volatile ConfigReload.Outcome reload =
      new ConfigReload.Outcome.Applied(
          List.of("streams.new"), List.of(), List.of(), List.of("streams.lobby"), List.of());

  FakePorts(ServiceConfig config) {
    this.config = config;
  }

  HttpPorts of(StreamStore store) {
    return new HttpPorts(
        () -> config,
        store,
        () -> TestService.now(reload),
        source ->
            source.host().filter("10.0.0.5"::equals).isPresent()
                ? TestService.now(
                    new SourceProbe.Outcome.Found(
                        "h264", 640, 480, 25, true, Optional.of(TestService.PICTURE)))
                : TestService.now(
                    new SourceProbe.Outcome.Failed("can't open " + source.redacted())),
        stream -> TestService.now(picture),
        () -> TestService.now(List.of(new Devices.Device("CPU", "A processor", Map.of("A", "b")))),
        this,
        () -> startup);
  }

  static List<Problem> problems() {
    return List.of(
        new Problem(
            Optional.of("test.conf"),
            OptionalInt.of(3),
            "sluice.http.prot",
            "no such setting",
            "a setting of http",
            Optional.of("port")));
  }

  @Override
  public synchronized Map<String, Level> levels() {
    return Map.copyOf(levels);
  }

  @Override
  public synchronized void set(String logger, Optional<Level> level) {
    levels.remove(logger);
    level.ifPresent(value -> levels.put(logger, value));
  }
}
