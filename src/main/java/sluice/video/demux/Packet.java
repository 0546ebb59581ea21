package sluice.video.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;
import sluice.video.ffmpeg.NativeAddress;

/**
 * One reference to a compressed packet of an elementary stream. The payload is shared and never
 * written.
 *
 * <p>What {@link Demuxer#read} returns and a {@link PacketTap} is given is lent: it belongs to the
 * demuxer, shows the next packet after the next read, and can't be closed. {@link #retain} gives a
 * reference with an owner of its own, who may use it on any thread, also after the demuxer is
 * closed, and closes it exactly once. Until then its bytes count in {@link
 * sluice.core.NativeMemory}, once for all references that stem from one retained packet.
 */
public final class Packet implements AutoCloseable {

  /** A timestamp that the input doesn't give. */
  public static final long NO_TIMESTAMP = AV_NOPTS_VALUE;

  private final AVPacket packet;

  /** Null for the demuxer's own. */
  private final @Nullable SharedPacket shared;

  private final AtomicBoolean closed = new AtomicBoolean();

  private Packet(AVPacket packet, @Nullable SharedPacket shared) {
    this.packet = packet;
    this.shared = shared;
  }

  /**
   * A view on a packet that its owner fills again and again, and frees; for use within {@code
   * sluice.video}.
   */
  public static Packet lent(AVPacket packet) {
    return new Packet(packet, null);
  }

  /** Retained packets of the whole process that are not freed yet; for tests. */
  public static int open() {
    return SharedPacket.open();
  }

  /** The number of its stream, see {@link PacketStream#index}. */
  public int streamIndex() {
    return avPacket().stream_index();
  }

  /** Whether decoding can begin here. */
  public boolean isKeyFrame() {
    return (avPacket().flags() & AV_PKT_FLAG_KEY) != 0;
  }

  /** Whether the demuxer knows it to be damaged. */
  public boolean isCorrupt() {
    return (avPacket().flags() & AV_PKT_FLAG_CORRUPT) != 0;
  }

  /** When it is presented, in its stream's time base; or {@link #NO_TIMESTAMP}. */
  public long pts() {
    return avPacket().pts();
  }

  /** When it is decoded, in its stream's time base; or {@link #NO_TIMESTAMP}. */
  public long dts() {
    return avPacket().dts();
  }

  /** How long it lasts, in its stream's time base; 0 where unknown. */
  public long duration() {
    return avPacket().duration();
  }

  /** Bytes of the payload. */
  public int size() {
    return avPacket().size();
  }

  /** The payload, read-only; not to be used after this reference was closed. */
  public MemorySegment data() {
    AVPacket open = avPacket();
    return open.size() == 0
        ? MemorySegment.NULL
        : NativeAddress.segment(open.data(), open.size()).asReadOnly();
  }

  /** FFmpeg's packet, for use within {@code sluice.video}; not to be written, moved or freed. */
  public AVPacket avPacket() {
    if (closed.get()) {
      throw new IllegalStateException("this reference to a packet is closed");
    }
    return packet;
  }

  /**
   * Another reference to the same payload, to be closed on its own; copies no payload.
   *
   * @throws IllegalStateException when this one is closed
   */
  public Packet retain() {
    AVPacket open = avPacket();
    SharedPacket known = shared;
    if (known == null) {
      known = SharedPacket.referTo(open);
    } else {
      known.retain();
    }
    return new Packet(known.packet(), known);
  }

  /**
   * Gives the reference back; the last one frees the packet.
   *
   * @throws IllegalStateException when it was closed before, or belongs to the demuxer; nothing is
   *     freed then
   */
  @Override
  public void close() {
    SharedPacket owned = shared;
    if (owned == null) {
      throw new IllegalStateException("a packet that is lent is not closed by its borrower");
    }
    if (!closed.compareAndSet(false, true)) {
      throw new IllegalStateException("this reference to a packet is closed already");
    }
    owned.release();
  }
}
