package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with the real library; after each of them, everything native that it made is freed. */
abstract class OpenVinoTests {
  @TempDir Path folder;
  private final int liveBefore = NativeHandle.live();

  @AfterEach
  void nothingNativeIsLeft() {
    await()
        .atMost(Fixture.DEADLINE)
        .untilAsserted(() -> assertThat(NativeHandle.live()).isEqualTo(liveBefore));
  }

  static <T> T result(CompletableFuture<T> future) throws Exception {
    return future.get(Fixture.DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }
}
