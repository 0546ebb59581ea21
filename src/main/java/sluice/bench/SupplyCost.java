package sluice.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import sluice.core.Picture;
import sluice.core.TensorSet;
import sluice.pipeline.InputPreprocessor;
import sluice.stage.inference.InferenceQueue;
import sluice.video.decode.DecodedPicture;

/**
 * What it takes to bring a frame to the model, with nothing else going on.
 *
 * @param decodeSeconds processor time to decode one
 * @param prepareSeconds processor time to write one into the model's input
 */
public record SupplyCost(double decodeSeconds, double prepareSeconds) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  /** The decoder's and the scaler's code is compiled in less. */
  private static final int WARM_FRAMES = 30;

  /**
   * Decodes and prepares frames on the calling thread, for so long and at least some.
   *
   * @param cancelled ends it early
   */
  public static SupplyCost measure(BenchSubject subject, Duration time, BooleanSupplier cancelled) {
    InferenceQueue place = subject.model(null).join();
    try (TensorSet tensors = place.lease();
        LoopedPictures pictures = new LoopedPictures(subject.opener());
        InputPreprocessor preparation = subject.preparation().get()) {
      Sum warmUp = new Sum();
      while (warmUp.frames < WARM_FRAMES) {
        warmUp.add(pictures, preparation, tensors);
      }
      Sum sum = new Sum();
      long end = System.nanoTime() + time.toNanos();
      do {
        sum.add(pictures, preparation, tensors);
      } while (System.nanoTime() - end < 0 && !cancelled.getAsBoolean());
      return new SupplyCost(sum.decode / sum.frames, sum.prepare / sum.frames);
    } finally {
      place.leave();
    }
  }

  /**
   * Frames a second that are left of inference alone when its processors also have to decode and
   * prepare: {@code C / (C + d + p)} of them, with the processor times of an inference alone, of
   * decoding and of preparing.
   *
   * @param inferOnlyFps inferences a second, alone
   * @param inferOnlySeconds processor time of the whole process for each of them
   */
  public double limit(double inferOnlyFps, double inferOnlySeconds) {
    return inferOnlyFps * inferOnlySeconds / (inferOnlySeconds + decodeSeconds + prepareSeconds);
  }

  private static final class Sum {
    private double decode;
    private double prepare;
    private long frames;

    void add(LoopedPictures pictures, InputPreprocessor preparation, TensorSet tensors) {
      long start = THREADS.getCurrentThreadCpuTime();
      DecodedPicture decoded = pictures.next();
      try (Picture picture = decoded.picture()) {
        long got = THREADS.getCurrentThreadCpuTime();
        preparation.prepare(picture, tensors);
        prepare += (THREADS.getCurrentThreadCpuTime() - got) / NANOS_PER_SECOND;
        decode += (got - start) / NANOS_PER_SECOND;
      }
      frames++;
    }
  }
}
