package sluice.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that start the server with settings of their own, once each. */
public abstract class WithTestService {
  @TempDir Path folder;
  private @Nullable TestService service;

  public final TestService start(TestHttpSettings settings) {
    TestService started = new TestService(folder, settings);
    service = started;
    return started;
  }

  /** Whatever a test did, nothing of its clients is left. */
  @AfterEach
  final void nobodyIsLeft() {
    if (service != null) {
      service.closeWithNobodyLeft();
    }
  }
}
