package sluice.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks at what tests wait for more often than Awaitility does by itself, which is every 100 ms:
 * tests of hundreds of short waits would spend most of their time with that. JUnit finds it as a
 * service, for all classes.
 */
public final class PollInterval implements BeforeAllCallback {
  private static final Duration INTERVAL = Duration.ofMillis(20);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultPollInterval(INTERVAL);
  }
}
