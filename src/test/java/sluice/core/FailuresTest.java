package sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final SluiceException KNOWN = new SluiceException(ErrorCode.INPUT, "no file");

  @Test
  void unwrap_wrappersOfFutures_areRemovedAtAnyDepth() {
    Throwable wrapped = new CompletionException(new ExecutionException(KNOWN));

    assertThat(Failures.unwrap(wrapped)).isSameAs(KNOWN);
    assertThat(Failures.unwrap(KNOWN)).isSameAs(KNOWN);
  }

  @Test
  void unwrap_wrapperWithoutCause_staysItself() {
    Throwable empty = new CompletionException("nothing more is known", null);

    assertThat(Failures.unwrap(empty)).isSameAs(empty);
  }

  @Test
  void known_failureForTheUser_isKept_anyOtherIsAFaultOfSluice() {
    assertThat(Failures.known("stream a", new CompletionException(KNOWN))).isSameAs(KNOWN);

    SluiceException fault = Failures.known("stream a", new IOException("broken"));
    assertThat(fault.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(fault).hasMessage("stream a: broken");
  }

  @Test
  void unchecked_checkedException_becomesAFaultOfSluice_errorIsThrown() {
    IllegalStateException state = new IllegalStateException("closed");
    OutOfMemoryError error = new OutOfMemoryError("native");

    assertThat(Failures.unchecked("the loop", new CompletionException(state))).isSameAs(state);
    assertThat(Failures.unchecked("the loop", new IOException("broken")))
        .isInstanceOf(SluiceException.class)
        .hasMessage("the loop: broken");
    assertThatThrownBy(() -> Failures.unchecked("the loop", error)).isSameAs(error);
  }

  @Test
  void message_failureWithoutWords_isItsCode() {
    assertThat(Failures.message(KNOWN)).isEqualTo("no file");
    assertThat(Failures.message(new SluiceException(ErrorCode.DEVICE, null))).isEqualTo("DEVICE");
  }
}
