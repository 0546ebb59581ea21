package sluice.stage.sink;

import java.nio.file.Path;
import java.util.Random;
import sluice.core.FrameLedger;
import sluice.core.Orientation;
import sluice.core.SluiceException;
import sluice.core.TestPicture;
import sluice.stage.sink.jsonl.JsonLinesSink;
import sluice.stage.sink.overlay.OverlaySettings;
import sluice.stage.sink.overlay.OverlaySink;

/**
 * Child process that writes results until killed: {@code video FILE} says on standard output after
 * each how many there are; {@code json FILE} is silent, for FILE may be standard output. Ends as
 * the product would when the sink fails: a message, and the exit code.
 */
public final class SinkChild {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  /** Runs until it fails or is killed. */
  public static void main(String[] args) {
    ResultSink sink =
        args[0].equals("json")
            ? JsonLinesSink.to(args[1], false)
            : new OverlaySink(OverlaySettings.to(Path.of(args[1])));
    Random noise = new Random(1);
    TestPicture picture =
        TestPicture.bgr24(WIDTH, HEIGHT, Orientation.UPRIGHT, (x, y) -> noise.nextInt(0x1000000));
    try {
      sink.open(Results.source(WIDTH, HEIGHT));
      for (long number = 0; ; number++) {
        try (var result =
                Results.of(
                    new FrameLedger(),
                    picture.retain(),
                    number,
                    number * 40_000_000,
                    Results.person(0.5f, 0.1f, 0.1f, 0.9f, 0.9f));
            SinkItem item = SinkItem.of(result, sink.wantsPicture())) {
          sink.write(item);
        }
        if (sink.wantsPicture()) {
          System.out.println(number + 1);
        }
      }
    } catch (SluiceException e) {
      System.err.println(e.getMessage() + "; left: " + sink.abort());
      System.exit(e.code().exitCode());
    }
  }
}
