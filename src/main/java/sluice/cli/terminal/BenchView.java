package sluice.cli.terminal;

import sluice.app.bench.BenchProgress;

/**
 * Progress display of a benchmark: a bar of its steps. Any thread may call any method.
 *
 * @param line where it is shown; stays the caller's
 */
public record BenchView(ProgressLine line) implements BenchProgress {

  @Override
  public void drawing(int frames, int all) {
    boolean worthALine = frames == all || frames == 1;
    if (line.isTerminal() || worthALine) {
      step(frames, all, "drawing the demo");
    }
  }

  @Override
  public void step(int done, int all, String what) {
    line.show(
        ProgressText.blocks((double) done / all) + " " + done + "/" + all + " " + what,
        done + " of " + all + ": " + what);
  }

  @Override
  public void reported(String text) {
    line.message(text);
    line.redraw();
  }
}
