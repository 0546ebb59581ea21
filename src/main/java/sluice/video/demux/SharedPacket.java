package sluice.video.demux;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import sluice.core.NativeMemory;

/**
 * A packet of FFmpeg and the count of {@link Packet}s that refer to it. FFmpeg counts references to
 * the payload itself, so it may outlive its demuxer and be freed on any thread. Thread-safe.
 */
final class SharedPacket {
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final AVPacket packet;
  private final long bytes;
  private final AtomicInteger references = new AtomicInteger(1);

  private SharedPacket(AVPacket packet) {
    this.packet = packet;
    this.bytes = packet.size();
    OPEN.incrementAndGet();
    NativeMemory.taken(bytes);
  }

  /** A new reference to the payload of a packet, which stays its owner's; copies no payload. */
  static SharedPacket referTo(AVPacket packet) {
    AVPacket clone = av_packet_clone(packet);
    if (clone == null || clone.isNull()) {
      throw new IllegalStateException("FFmpeg has no memory for a reference to a packet");
    }
    return new SharedPacket(clone);
  }

  /** Packets of the whole process that are retained and not freed yet. */
  static int open() {
    return OPEN.get();
  }

  AVPacket packet() {
    return packet;
  }

  void retain() {
    references.incrementAndGet();
  }

  void release() {
    if (references.decrementAndGet() == 0) {
      NativeMemory.givenBack(bytes);
      av_packet_free(packet);
      OPEN.decrementAndGet();
    }
  }
}
