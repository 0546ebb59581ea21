package sluice.video.isolation.remote;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sluice.core.Picture;
import sluice.core.model.ChannelOrder;
import sluice.testing.DecoderMemory;
import sluice.testing.DecoderProcesses;
import sluice.testing.ProcessFootprint;
import sluice.video.Camera;
import sluice.video.CamerasProcess;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.InputOpener;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.image.Scaler;

/**
 * Measures decoding of cameras that are in a process of their own: in this process, or in one of
 * its own. Whoever reads looks at each picture as a stream with a model does.
 *
 * @param cameras show a clip without B pictures, for latencies
 * @param warmUp pictures before those that are measured
 * @param pictures that are measured
 */
record IsolationCost(CamerasProcess cameras, int warmUp, int pictures) {

  /**
   * What was measured of one camera.
   *
   * @param cpuMicros processor time of a picture, of this process and the decoder's
   * @param apartMicros the decoder's process's part of it
   * @param firstNanos from the call that opens to the first picture
   * @param laterNanos from the last byte of a picture that the camera sent to the picture, sorted
   */
  record OfOne(double cpuMicros, double apartMicros, long firstNanos, long[] laterNanos) {}

  /**
   * What was measured of many at once.
   *
   * @param lastNanos from the first call that opens to the first picture of the last
   * @param memory of each process that may be looked at
   * @param threads of this process for each, without the reader's own
   * @param cores processor time of a second, of all processes and this one
   * @param rate pictures a second of all
   */
  record OfMany(
      long lastNanos, List<DecoderMemory> memory, double threads, double cores, double rate) {}

  /** Reads the first camera. */
  OfOne one(InputOpener opener) {
    long begun = System.nanoTime();
    try (VideoDecoder decoder = open(opener, 0);
        Look look = new Look()) {
      look.at(next(decoder));
      long first = System.nanoTime() - begun;
      for (int i = 1; i < warmUp; i++) {
        look.at(next(decoder));
      }
      long[] came = new long[pictures];
      int[] numbers = new int[pictures];
      long apart = DecoderProcesses.cpuNanos();
      long cpu = ownCpuNanos();
      for (int i = 0; i < pictures; i++) {
        DecodedPicture picture = next(decoder);
        came[i] = System.nanoTime();
        numbers[i] = (int) Math.round(picture.timestampNanos() * (double) Camera.RATE / 1e9);
        look.at(picture);
      }
      cpu = ownCpuNanos() - cpu;
      apart = DecoderProcesses.cpuNanos() - apart;
      long[] sent = cameras.sentNanos(0);
      for (int i = 0; i < pictures; i++) {
        came[i] -= sent[numbers[i]];
      }
      Arrays.sort(came);
      return new OfOne((cpu + apart) / 1e3 / pictures, apart / 1e3 / pictures, first, came);
    }
  }

  /** Reads so many cameras at once, each on a thread of its own, for a while after the start. */
  OfMany many(InputOpener opener, int count, long seconds) throws InterruptedException {
    long threads = ProcessFootprint.now().threads();
    AtomicBoolean end = new AtomicBoolean();
    CountDownLatch firsts = new CountDownLatch(count);
    try (ExecutorService readers = Executors.newFixedThreadPool(count)) {
      List<Future<Long>> reading = new ArrayList<>();
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        reading.add(readers.submit(reader(opener, i, firsts, end)));
      }
      while (!firsts.await(100, TimeUnit.MILLISECONDS)) {
        requireReading(reading);
      }
      long last = System.nanoTime() - begun;
      long cpu = cpuNanos();
      long from = System.nanoTime();
      TimeUnit.SECONDS.sleep(seconds);
      double span = System.nanoTime() - from;
      double cores = (cpuNanos() - cpu) / span;
      List<DecoderMemory> memory =
          DecoderProcesses.pids().stream()
              .map(DecoderMemory::of)
              .flatMap(Optional::stream)
              .toList();
      double more = (double) (ProcessFootprint.now().threads() - threads - count) / count;
      end.set(true);
      long all = 0;
      for (Future<Long> reader : reading) {
        all += reader.get();
      }
      return new OfMany(last, memory, more, cores, all * 1e9 / (System.nanoTime() - from));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void requireReading(List<Future<Long>> reading)
      throws InterruptedException, ExecutionException {
    for (Future<Long> reader : reading) {
      if (reader.isDone()) {
        reader.get(); // its failure
      }
    }
  }

  private Callable<Long> reader(
      InputOpener opener, int camera, CountDownLatch first, AtomicBoolean end) {
    return () -> {
      long number = 0;
      try (VideoDecoder decoder = open(opener, camera);
          Look look = new Look()) {
        look.at(next(decoder));
        first.countDown();
        while (!end.get()) {
          look.at(next(decoder));
          number++;
        }
      }
      return number;
    };
  }

  private VideoDecoder open(InputOpener opener, int camera) {
    return opener.pictures(
        DecoderSettings.network(cameras.addresses().get(camera)), () -> false, List.of());
  }

  private static DecodedPicture next(VideoDecoder decoder) {
    return Objects.requireNonNull(decoder.next(), "a camera doesn't end");
  }

  private static long cpuNanos() {
    return ownCpuNanos() + DecoderProcesses.cpuNanos();
  }

  private static long ownCpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Who looks at pictures: at lines of them, and as a model does, scaled. For one thread. */
  private static final class Look implements AutoCloseable {
    private static final int SIDE = 320;
    private static final int LINES = 8;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment target =
        arena.allocate(3L * SIDE * SIDE + Scaler.SPARE_BYTES, Scaler.SPARE_BYTES);
    private final Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR);
    private long sum;

    /** Looks at it, and gives it back. */
    void at(DecodedPicture decoded) {
      try (Picture picture = decoded.picture()) {
        MemorySegment luma = picture.plane(0);
        for (long line = 0; line < picture.height(); line += LINES) {
          long from = line * picture.stride(0);
          for (long at = from; at < from + picture.width() - Long.BYTES; at += Long.BYTES) {
            sum += luma.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
          }
        }
        scaler.scale(picture, target, 3 * SIDE, ChannelOrder.BGR, 0, 0, SIDE, SIDE);
      }
    }

    @Override
    public void close() {
      scaler.close();
      arena.close();
      if (sum == 1) {
        System.out.println(); // so that nobody finds out that it isn't needed
      }
    }
  }
}
