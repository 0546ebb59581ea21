package sluice.app.service;

import java.nio.file.Path;
import java.util.Optional;
import sluice.app.page.PageOpener;
import sluice.config.settings.ServiceConfig;

/** The service as a job: one run of {@code sluice run}. An instance runs once. */
public interface ServiceJob {
  /**
   * Runs until {@link #stop}, or until it is broken beyond repair. Blocks.
   *
   * @param file the configuration's, read again by {@link #reload}
   * @param config what it says
   * @param opener shows the page to the user once the server listens, where that is wanted; the log
   *     says where it is
   * @return the process's exit code
   * @throws sluice.core.SluiceException when it can't be started
   */
  int run(Path file, ServiceConfig config, Optional<PageOpener> opener);

  /** Ends it in order; from any thread, returns at once. */
  void stop();

  /**
   * Reads the configuration again; from any thread, returns at once. The log says what came of it.
   */
  void reload();
}
