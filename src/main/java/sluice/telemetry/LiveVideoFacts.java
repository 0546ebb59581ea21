package sluice.telemetry;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The port to what live video tells in metrics. Asked at each scrape, by any thread; answers at
 * once.
 */
public interface LiveVideoFacts {

  /** Videos that are being watched now, one for each stream of each client. */
  long watchers();

  /** Bytes of video that clients were given so far. */
  long bytes();

  /** Groups of pictures that clients were not given so far, by cause, a label's value. */
  Map<String, LongSupplier> skippedGroups();
}
