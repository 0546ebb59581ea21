package sluice.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final String CLEAR = "\r\033[K";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void messages_takeTheLineOffTheTerminal_once() {
    ProgressLine line = line(true, false);
    line.show("bar", "text");
    line.message("one");
    line.message("two");
    line.redraw();
    line.clear();
    line.close();

    assertThat(printed())
        .isEqualTo(CLEAR + "bar" + CLEAR + "sluice: one\nsluice: two\n" + CLEAR + "bar" + CLEAR);
  }

  @Test
  void lines_areAppended_withoutTerminal() {
    ProgressLine line = line(false, false);
    line.show("bar", "text");
    line.redraw();
    line.clear();
    line.message("one");

    assertThat(printed()).isEqualTo("sluice: text\nsluice: one\n");
  }

  @Test
  void aQuietLine_hasAnnouncementsOnly() {
    for (boolean terminal : new boolean[] {true, false}) {
      ProgressLine line = line(terminal, true);
      line.show("bar", "text");
      line.redraw();
      line.message("one");
      line.announce("two");
      line.close();
    }

    assertThat(printed()).isEqualTo("sluice: two\nsluice: two\n");
  }

  @Test
  void aWideLine_isCutByTheTerminal_soThatItCanBeRewritten() {
    ProgressLine line = line(true, false);
    line.show("x".repeat(79), "");
    line.show("x".repeat(80), "");

    assertThat(printed())
        .isEqualTo(CLEAR + "x".repeat(79) + CLEAR + "\033[?7l" + "x".repeat(80) + "\033[?7h");
  }

  @Test
  void aClosedLine_isNotDrawnAgain_butSpeaks() {
    for (boolean terminal : new boolean[] {true, false}) {
      ProgressLine line = line(terminal, false);
      line.close();
      line.show("bar", "text");
      line.redraw();
      line.message("late");
    }

    assertThat(printed()).isEqualTo("sluice: late\nsluice: late\n");
  }

  @Test
  void steadyProgress_isDueAtIntervals() {
    ProgressLine line = line(true, false);
    long interval = TimeUnit.MILLISECONDS.toNanos(250);
    long start = Long.MAX_VALUE - interval; // nanoseconds may overflow

    line.restart(start);
    assertThat(line.isDue(start + interval - 1)).isFalse();
    assertThat(line.isDue(start + interval)).isTrue();
    assertThat(line.isDue(start + interval)).isFalse();
    assertThat(line.isDue(start + 2 * interval)).isTrue();
    assertThat(line.intervalMillis()).isEqualTo(250);
    assertThat(line(false, false).intervalMillis()).isEqualTo(5_000);
  }

  private ProgressLine line(boolean terminal, boolean quiet) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new ProgressLine(
        new ProcessHost(
            new CheckedPrinter(err, StandardCharsets.UTF_8),
            stream,
            terminal,
            false,
            Signals::none),
        quiet);
  }

  private String printed() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
