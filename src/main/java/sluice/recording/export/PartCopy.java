package sluice.recording.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedSegment;
import sluice.recording.files.FileSlice;
import sluice.video.demux.FragmentDemuxer;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.mux.FileMuxer;

/**
 * Copies the packets of files of a run that follow each other into an ordinary MP4: from the key
 * frame at a time or before it, to what is decoded before another time. Used once, by one thread.
 */
final class PartCopy {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private final Path folder;
  private final List<RecordedSegment> segments;
  private final Instant from;
  private final Instant to;

  /**
   * What was copied.
   *
   * @param from when the first picture came
   * @param to end of the last one
   * @param files how many of the files were read; those after them are gone
   */
  record Copied(Instant from, Instant to, int files) {}

  /**
   * A copy to be made.
   *
   * @param folder the store's
   * @param segments at least one, all of them of one run, each beginning where the one before ends
   */
  PartCopy(Path folder, List<RecordedSegment> segments, Instant from, Instant to) {
    this.folder = folder;
    this.segments = segments;
    this.from = from;
    this.to = to;
  }

  /**
   * Makes it. Blocks on the disk.
   *
   * @throws IOException when a file can't be read, or the watch ends it
   * @throws SluiceException when the target can't be written
   */
  Copied copy(Path target, CopyWatch watch) throws IOException {
    RecordedSegment first = segments.getFirst();
    try (InputStream bytes = new FileSlice(folder.resolve(first.file()), 0, first.bytes());
        FragmentDemuxer demuxer = FragmentDemuxer.open(bytes)) {
      PacketStream video = demuxer.streams().getFirst();
      long begin = keyFrame(demuxer, video, media(first, from));
      int files = copy(target, watch, begin);
      RecordedSegment last = segments.get(files - 1);
      double after = video.seconds(begin) - seconds(first.mediaStart());
      return new Copied(
          first.startsAt().plusMillis(Math.round(after * MILLIS)),
          last.endsAt().isBefore(to) ? last.endsAt() : to,
          files);
    }
  }

  /** Media time of an instant, in seconds, by what a file says of both. */
  private static double media(RecordedSegment segment, Instant at) {
    return seconds(segment.mediaStart()) + seconds(Duration.between(segment.startsAt(), at));
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS;
  }

  /** When the last key frame of a file at a time or before it is shown; else the first one. */
  private static long keyFrame(FragmentDemuxer demuxer, PacketStream video, double wanted)
      throws IOException {
    Packet packet = demuxer.read();
    boolean isKnown = false;
    long found = 0;
    while (packet != null) {
      if (packet.streamIndex() == video.index() && packet.isKeyFrame()) {
        if (isKnown && video.seconds(packet.pts()) > wanted) {
          break;
        }
        isKnown = true;
        found = packet.pts();
      }
      packet = demuxer.read();
    }
    if (!isKnown) {
      throw new IOException("a file of it has no key frame");
    }
    return found;
  }

  /** Copies from a key frame on; how many files were read. */
  private int copy(Path target, CopyWatch watch, long begin) throws IOException {
    try (PartBytes bytes = new PartBytes(folder, segments, watch);
        FragmentDemuxer demuxer = FragmentDemuxer.open(bytes);
        FileMuxer muxer = FileMuxer.open(target, demuxer.streams(), begin)) {
      RecordedSegment last = segments.getLast();
      double end = media(last, to.isBefore(last.endsAt()) ? to : last.endsAt().plusSeconds(1));
      PacketStream video = demuxer.streams().getFirst();
      PacketStream audio = demuxer.streams().size() > 1 ? demuxer.streams().getLast() : null;
      double zero = video.seconds(begin);
      boolean isBegun = false;
      Packet packet = demuxer.read();
      while (packet != null) {
        if (packet.streamIndex() == video.index()) {
          isBegun |= packet.isKeyFrame() && packet.pts() == begin;
          // A picture before the first one needs what isn't copied.
          if (isBegun && packet.pts() >= begin && video.seconds(packet.dts()) < end) {
            muxer.write(packet);
          }
        } else if (audio != null && packet.streamIndex() == audio.index()) {
          double at = audio.seconds(packet.pts());
          if (at >= zero && at < end) {
            muxer.write(packet);
          }
        }
        packet = demuxer.read();
      }
      if (!watch.mayGoOn()) {
        throw new IOException("the export was given up");
      }
      muxer.finish();
      return bytes.taken();
    }
  }
}
