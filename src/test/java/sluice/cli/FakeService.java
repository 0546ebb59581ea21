package sluice.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sluice.app.ServiceJob;
import sluice.config.ServiceConfig;

/** A service that only notes what it is told. */
final class FakeService implements ServiceJob {
  @Nullable Path file;
  @Nullable ServiceConfig config;
  int stops;
  int reloads;
  int exitCode;
  Runnable whileRunning = () -> {};

  @Override
  public int run(Path from, ServiceConfig what) {
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
