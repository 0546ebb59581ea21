package sluice.stage.sink.delivery;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import sluice.core.Detection;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.TestPicture;
import sluice.core.util.Median;
import sluice.stage.sink.Results;
import sluice.stage.sink.picture.FrameEncoder;

/** What messages of frames cost for one sink of a stream, and for four that keep the same. */
public final class MessageSpeed {
  private static final int FRAMES = 20_000;
  private static final int ROUNDS = 7;

  private MessageSpeed() {}

  /** Measures and prints. */
  public static void main(String[] args) {
    measure(4, true); // warms up
    for (int sinks : new int[] {1, 4}) {
      print(sinks, true);
    }
    print(4, false);
  }

  private static void print(int sinks, boolean shared) {
    double[] rounds = IntStream.range(0, ROUNDS).mapToDouble(_ -> measure(sinks, shared)).toArray();
    System.out.printf(
        Locale.ROOT,
        "%d sinks, %s: %.2f us a frame %s%n",
        sinks,
        shared ? "shared" : "each for itself",
        Median.of(rounds),
        Arrays.toString(rounds));
  }

  /** Microseconds for the messages of a frame with ten objects. */
  private static double measure(int sinks, boolean shared) {
    StreamMessages[] messages = new StreamMessages[sinks];
    for (int i = 0; i < sinks; i++) {
      messages[i] = shared && i > 0 ? messages[0] : new StreamMessages("lobby", new FrameEncoder());
    }
    Detection[] found = new Detection[10];
    for (int i = 0; i < found.length; i++) {
      found[i] = Results.person(0.5f, i / 20f, 0.1f, i / 20f + 0.05f, 0.4f);
    }
    TestPicture picture = TestPicture.bgr24(8, 4);
    long bytes = 0;
    long start = System.nanoTime();
    for (int frame = 0; frame < FRAMES; frame++) {
      try (FrameResult result =
          Results.of(new FrameLedger(), picture.retain(), frame, frame, found)) {
        for (StreamMessages each : messages) {
          bytes += each.frame("r", "clip", result, result.predictions(), false).record().length;
        }
      }
    }
    long nanos = System.nanoTime() - start;
    picture.close();
    if (bytes == 0) {
      throw new AssertionError("nothing was made");
    }
    return nanos / 1e3 / FRAMES;
  }
}
