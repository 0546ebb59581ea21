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
 * Cameras that keep their rate up to a number; beyond it they lose frames. So few are wanted that
 * how fast they come says nothing.
 */
final class FakeRig implements CameraRig {
  private static final double FPS = 0.01;
  private static final int AT_ONCE = 10;

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
      @Override
      public void begin(int camera) {
        StreamObserver observer = observers.get(camera);
        var _ = frames.scheduleAtFixedRate(() -> tell(observer), 0, 2, TimeUnit.MILLISECONDS);
      }

      private void tell(StreamObserver observer) {
        observer.frameFinished(CameraRoundsTest.result());
        for (int i = 0; i < AT_ONCE; i++) {
          observer.frameDropped(observers.size() > most ? DropCause.OVERLOAD : DropCause.RATE);
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
