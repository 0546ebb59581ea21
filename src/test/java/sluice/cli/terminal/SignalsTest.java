package sluice.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private final List<String> called = new ArrayList<>();
  private final Signals signals = Signals.held();

  @Test
  void whatCameBeforeTheCommandCouldAct_isDeliveredOnce() {
    signals.raise(1);
    signals.raise(15);
    signals.raise(1);

    signals.deliverTo(
        SignalActions.of(() -> called.add("end"), () -> called.add("something else")));

    assertThat(called).containsExactly("something else", "end");
    assertThat(signals.exitCode()).hasValue(143);
  }

  @Test
  void aHangUp_isARequestToEnd_whereNothingElseIsSaid() {
    signals.raise(1);
    signals.raise(1);

    signals.deliverTo(SignalActions.ending(() -> called.add("end")));

    assertThat(called).containsExactly("end");
    assertThat(signals.exitCode()).hasValue(129);
  }

  @Test
  void whatComesLater_isDeliveredAtOnce() {
    signals.deliverTo(
        SignalActions.of(() -> called.add("end"), () -> called.add("something else")));
    assertThat(called).isEmpty();

    signals.raise(1);
    signals.raise(1);
    signals.raise(2);

    assertThat(called).containsExactly("something else", "something else", "end");
  }
}
