package sluice.cli;

import java.util.concurrent.CountDownLatch;
import sluice.app.detect.DetectJob;
import sluice.app.detect.DetectProgress;
import sluice.app.detect.DetectSettings;
import sluice.app.detect.DetectSummary;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;

/**
 * {@code sluice detect} on a job that runs until it is stopped; with the argument {@code deaf},
 * even longer.
 */
public final class SignalsChild {
  private SignalsChild() {}

  public static void main(String[] arguments) {
    boolean deaf = arguments.length > 0 && arguments[0].equals("deaf");
    Services services =
        new Services(
            () -> new UntilStopped(deaf),
            () -> {
              throw new AssertionError("not asked for");
            },
            FakeModels::new,
            () -> {
              throw new AssertionError("not asked for");
            },
            () -> {
              throw new AssertionError("not asked for");
            },
            _ -> {
              throw new AssertionError("not asked for");
            },
            () -> {
              throw new AssertionError("not asked for");
            },
            () -> {
              throw new AssertionError("not asked for");
            },
            () -> {
              throw new AssertionError("not asked for");
            },
            () -> {
              throw new AssertionError("not asked for");
            },
            () -> {
              throw new AssertionError("not asked for");
            },
            () -> {
              throw new AssertionError("not asked for");
            });
    System.exit(
        SluiceCommand.execute(services, ProcessHost.ofProcess(), "detect", "a.mp4", "-m", "m.xml"));
  }

  private static final class UntilStopped implements DetectJob {
    private final CountDownLatch end = new CountDownLatch(1);
    private final boolean deaf;

    UntilStopped(boolean deaf) {
      this.deaf = deaf;
    }

    @Override
    public DetectSummary run(DetectSettings settings, DetectProgress progress) {
      System.out.println("ready");
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return SampleSummaries.ofOneInput();
    }

    @Override
    public void stop() {
      if (deaf) {
        System.out.println("told");
      } else {
        end.countDown();
      }
    }
  }
}
