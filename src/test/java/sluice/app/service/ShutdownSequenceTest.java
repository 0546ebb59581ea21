package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownSequenceTest {
  private final List<String> taken = new ArrayList<>();
  private final ShutdownSequence shutdown = new ShutdownSequence();

  @Test
  void steps_areTakenOnceInReverseOrder() {
    shutdown.add(() -> taken.add("first started"));
    shutdown.add(() -> taken.add("last started"));

    shutdown.close();
    shutdown.close();

    assertThat(taken).containsExactly("last started", "first started");
  }

  @Test
  void failingStep_keepsNoOtherFromBeingTaken() {
    shutdown.add(() -> taken.add("first started"));
    shutdown.add(() -> fail("earlier"));
    shutdown.add(() -> fail("later"));

    assertThatThrownBy(shutdown::close)
        .hasMessage("later")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));

    assertThat(taken).containsExactly("first started");
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }
}
