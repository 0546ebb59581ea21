package sluice.app.service;

import java.net.URI;
import sluice.config.settings.HttpConfig;

/** Endpoint that serves clients. */
@FunctionalInterface
interface Endpoint {
  /**
   * Opens it, before the streams are started.
   *
   * @throws sluice.core.SluiceException when the place to listen at can't be had
   */
  Open open(ServiceParts parts, HttpConfig config);

  /** An open endpoint. */
  interface Open {
    /** Address of the pages, for a browser on this machine. */
    URI page();

    /** Closes it: requests in flight are answered, no more are accepted. Blocks; does not throw. */
    void close();
  }
}
