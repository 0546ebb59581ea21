package sluice.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.page.PageOpener;
import sluice.app.service.ServiceJob;
import sluice.config.settings.ServiceConfig;

/** Fake service that only records its calls. */
public final class FakeService implements ServiceJob {
  public static final URI PAGE = URI.create("http://127.0.0.1:8080/");

  public @Nullable Path file;
  public @Nullable ServiceConfig config;
  public int stops;
  int reloads;
  public int exitCode;
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
