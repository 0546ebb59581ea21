package sluice.video.mux;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import sluice.video.ffmpeg.NativeAddress;

/**
 * Where one muxer of FFmpeg writes to: memory, up to a limit. One thread.
 *
 * <p>All outputs share one native callback (JavaCPP has room for ten at a time), which finds its
 * output by the number in {@code opaque}.
 */
final class FragmentOutput implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private static final ConcurrentHashMap<Long, FragmentOutput> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong IDS = new AtomicLong();
  private static final Callback CALLBACK = new Callback();

  private final long id = IDS.incrementAndGet();
  private final int limit;
  private final AVIOContext context;
  private ByteArrayOutputStream written = new ByteArrayOutputStream();

  /**
   * An empty output.
   *
   * @param limit bytes that it takes until they are taken out; more is an error for FFmpeg
   */
  FragmentOutput(int limit) {
    this.limit = limit;
    BytePointer buffer = new BytePointer(MuxFailure.allocated(av_malloc(BUFFER_BYTES)));
    context =
        avio_alloc_context(
            buffer,
            BUFFER_BYTES,
            1,
            new NativeAddress(id),
            (Read_packet_Pointer_BytePointer_int) null,
            CALLBACK,
            (Seek_Pointer_long_int) null);
    if (context == null || context.isNull()) {
      av_free(buffer);
      throw new OutOfMemoryError("FFmpeg has no memory for a muxer");
    }
    context.seekable(0);
    OPEN.put(id, this);
  }

  /** Outputs of the whole process that are not closed yet; for tests. */
  static int open() {
    return OPEN.size();
  }

  /** FFmpeg's context; this output's. */
  AVIOContext context() {
    return context;
  }

  /** Flushes, takes everything out that was written, and begins anew; one array for the caller. */
  byte[] take() {
    avio_flush(context);
    MuxFailure.check(context.error(), "keep a fragment");
    byte[] bytes = written.toByteArray();
    written = new ByteArrayOutputStream();
    return bytes;
  }

  private int write(BytePointer bytes, int size) {
    if (size > limit - written.size()) {
      return AVERROR_EXTERNAL;
    }
    written.writeBytes(NativeAddress.segment(bytes, size).toArray(ValueLayout.JAVA_BYTE));
    return size;
  }

  /** To be called once, when no muxer writes to it any more. */
  @Override
  public void close() {
    OPEN.remove(id);
    av_free(context.buffer());
    avio_context_free(context);
  }

  private static final class Callback extends Write_packet_Pointer_BytePointer_int {
    Callback() {}

    @Override
    public int call(Pointer opaque, BytePointer bytes, int size) {
      try {
        FragmentOutput output = OPEN.get(opaque.address());
        return output == null ? AVERROR_EXTERNAL : output.write(bytes, size);
      } catch (Throwable e) {
        return AVERROR_EXTERNAL; // Nothing may be thrown into native code.
      }
    }
  }
}
