package sluice.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import sluice.core.DropCause;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;

/**
 * Cameras that keep their rate up to a number: as many frames are spared as are wanted; beyond that
 * number half of them are lost.
 */
final class FakeRig implements CameraRig {
  private static final double FPS = 100;

  private final String name;
  private final int most;
  final List<String> started;
  int open;
  RuntimeException failure = new IllegalStateException();
  int failsAt = Integer.MAX_VALUE;

  FakeRig(String name, int most, List<String> started) {
    this.name = name;
    this.most = most;
    this.started = started;
  }

  FakeRig(int most) {
    this("base", most, new ArrayList<>());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return "settings of " + name;
  }

  @Override
  public double fps() {
    return FPS;
  }

  @Override
  public Duration recording() {
    return Duration.ofMillis(1);
  }

  @Override
  public RunningCameras start(List<? extends StreamObserver> observers) {
    started.add(name + " " + observers.size());
    open++;
    ScheduledExecutorService frames = Executors.newSingleThreadScheduledExecutor();
    boolean fails = observers.size() >= failsAt;
    return new RunningCameras() {
      private long begun;
      private long told;

      @Override
      public void begin(int camera) {
        if (camera == observers.size() - 1) {
          begun = System.nanoTime();
          var _ = frames.scheduleAtFixedRate(this::catchUp, 0, 2, TimeUnit.MILLISECONDS);
        }
      }

      /** As many frames as were due by now, however late the thread comes. */
      private void catchUp() {
        long due = (long) ((System.nanoTime() - begun) / 1e9 * FPS) + 1;
        for (; told < due; told++) {
          observers.forEach(this::tell);
        }
      }

      private void tell(StreamObserver observer) {
        boolean lost = observers.size() > most && told % 2 == 0;
        observer.frameDropped(lost ? DropCause.OVERLOAD : DropCause.RATE);
        if (!lost) {
          observer.frameFinished(CameraRoundsTest.result());
        }
      }

      @Override
      public void check() {
        if (fails) {
          throw failure;
        }
      }

      @Override
      public void close() {
        open--;
        frames.shutdownNow();
      }
    };
  }

  /** Fails with so many cameras and more. */
  FakeRig failing(int cameras, SluiceException with) {
    failsAt = cameras;
    failure = with;
    return this;
  }
}
