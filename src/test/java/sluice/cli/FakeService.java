package sluice.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.PageOpener;
import sluice.app.ServiceJob;
import sluice.config.ServiceConfig;

/** A service that only notes what it is told. */
final class FakeService implements ServiceJob {
  static final URI PAGE = URI.create("http://127.0.0.1:8080/");

  @Nullable Path file;
  @Nullable ServiceConfig config;
  int stops;
  int reloads;
  int exitCode;
  Runnable whileRunning = () -> {};

  @Override
  public int run(Path from, ServiceConfig what, Optional<PageOpener> opener) {
    opener.ifPresent(way -> way.open(PAGE));
    file = from;
    config = what;
    whileRunning.run();
    return exitCode;
  }

  @Override
  public void stop() {
    stops++;
  }

  @Override
  public void reload() {
    reloads++;
  }
}
