package sluice.stage.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import sluice.core.Delivery;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.Playback;
import sluice.core.StreamObserver;
import sluice.metrics.ThreadCpuTimes;
import sluice.stage.motion.MotionGate;
import sluice.video.decode.InputOpener;
import sluice.video.demux.DecoderSettings;

/**
 * Processor time of decoders where all pictures are decoded, and where only those that are looked
 * at, in turn: a video as so many live cameras whose frames are taken at once. Arguments: the
 * video, cameras, frames a second, seconds of a round, rounds.
 */
final class DecodingCost {
  private DecodingCost() {}

  public static void main(String[] args) throws InterruptedException {
    Path video = Path.of(args[0]);
    int cameras = Integer.parseInt(args[1]);
    double fps = Double.parseDouble(args[2]);
    int seconds = Integer.parseInt(args[3]);
    for (int round = 1; round <= Integer.parseInt(args[4]); round++) {
      double all = round(video, cameras, fps, seconds, false);
      double selected = round(video, cameras, fps, seconds, true);
      System.out.printf(
          Locale.ROOT,
          "round %d: all %.2f ms/s a camera, selected %.2f ms/s, ratio %.3f%n",
          round,
          all,
          selected,
          selected / all);
    }
  }

  /** Milliseconds of the processor that the decoder of a camera takes in a second. */
  private static double round(Path video, int cameras, double fps, int seconds, boolean selective)
      throws InterruptedException {
    List<FrameReader> readers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < cameras; i++) {
      FrameReader reader = reader(video, fps, (double) i / cameras, selective);
      readers.add(reader);
      threads.add(Thread.ofPlatform().name("decoder-" + i).start(reader));
    }
    take(readers, 2);
    ThreadCpuTimes before = ThreadCpuTimes.now();
    take(readers, seconds);
    long used =
        ThreadCpuTimes.now()
            .since(before, name -> name.startsWith("decoder") ? "decoder" : "other")
            .get("decoder");
    for (FrameReader reader : readers) {
      reader.stop();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    readers.forEach(reader -> reader.frames().close());
    return used / 1e6 / seconds / cameras;
  }

  private static FrameReader reader(Path video, double fps, double phase, boolean selective) {
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(video.toString()),
            Playback.builder().fps(fps).delivery(Delivery.LATEST).loop(true).realtime(true).build(),
            phase);
    SourceReader.Opener opener =
        cancelled ->
            DecoderReader.open(
                settings.location(),
                InputOpener.IN_PROCESS,
                DecoderSettings.file(video),
                List.of(),
                cancelled);
    return new FrameReader(
        "camera",
        settings,
        selective ? opener : cancelled -> new WholeReader(opener.open(cancelled)),
        new FrameLedger(),
        StreamObserver.NONE,
        PaceClock.SYSTEM,
        MotionGate.off());
  }

  private static void take(List<FrameReader> readers, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      for (FrameReader reader : readers) {
        try (Frame frame = reader.frames().poll()) {
          if (frame != null) {
            continue;
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
