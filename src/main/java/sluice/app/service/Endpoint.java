package sluice.app.service;

import java.net.URI;
import sluice.config.settings.HttpConfig;

/** Lets clients in. */
@FunctionalInterface
interface Endpoint {
  /**
   * Opens it, once the streams have been started.
   *
   * @throws sluice.core.SluiceException when the place to listen at can't be had
   */
  Open open(ServiceParts parts, HttpConfig config);

  /** A door that is open. */
  interface Open {
    /** Where the pages are, for a browser on this machine. */
    URI page();

    /** Closes it: what is under way is answered, nothing more is taken. Blocks; does not throw. */
    void close();
  }
}
