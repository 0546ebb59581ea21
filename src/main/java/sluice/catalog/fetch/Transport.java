package sluice.catalog.fetch;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Transport that opens files at addresses. */
interface Transport {

  /**
   * Opens a file.
   *
   * @param address of a scheme that this transport knows
   * @param from the byte to begin at; the download may begin at 0 all the same
   * @param validator of the version of which earlier bytes are; empty when unknown
   * @throws IOException when it may be worth trying again
   * @throws sluice.core.SluiceException when it isn't
   * @throws InterruptedException when the thread is interrupted
   */
  Download open(URI address, long from, Optional<String> validator)
      throws IOException, InterruptedException;
}
