package sluice.recording;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.testing.PacedStreams;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;

/**
 * Records STREAMS times CLIP, over and over at its pace, into FOLDER until it is killed: {@code
 * FOLDER STREAMS CLIP COUNTS}. In the file COUNTS is a number for each stream, of the packets that
 * its recorder was given; what is written there is there after the process was killed.
 */
final class RecordingChild {
  private static final RecordingSettings SETTINGS =
      RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, Duration.ofSeconds(1));

  private RecordingChild() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int streams = Integer.parseInt(args[1]);
    Path clip = Path.of(args[2]);
    RecordingStore store = open(Path.of(args[0]));
    try (FileChannel file =
        FileChannel.open(Path.of(args[3]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer counts =
          file.map(FileChannel.MapMode.READ_WRITE, 0, (long) streams * Long.BYTES);
      for (int i = 0; i < streams; i++) {
        int at = i * Long.BYTES;
        PacketTap recorder = store.recorder(PacedStreams.id(i), SETTINGS);
        PacketTap counter = new PacketFeed(_ -> counts.putLong(at, counts.getLong(at) + 1));
        Thread.ofPlatform().start(() -> feed(clip, List.of(new Pace(), counter, recorder)));
      }
      store.recover();
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  static RecordingStore open(Path folder) {
    return RecordingStore.open(
        folder,
        () -> new RetentionLimits(1L << 40, 0, _ -> Duration.ofDays(3_650)),
        InstantSource.system());
  }

  private static void feed(Path clip, List<PacketTap> taps) {
    while (true) {
      try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, taps)) {
        while (demuxer.read() != null) {
          // the taps see it
        }
      }
    }
  }

  /** Lets each packet wait until it is due. */
  private static final class Pace implements PacketTap {
    private List<PacketStream> streams = List.of();
    private long begin;

    @Override
    public void opened(List<PacketStream> opened) {
      streams = opened;
      begin = System.nanoTime();
    }

    @Override
    public void packet(Packet packet) {
      double seconds = streams.getFirst().seconds(packet.dts());
      long due = begin + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }

    @Override
    public void closed() {}
  }
}
