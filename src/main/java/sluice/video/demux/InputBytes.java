package sluice.video.demux;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import sluice.video.ffmpeg.NativeAddress;

/**
 * What one demuxer of FFmpeg reads from: a stream of bytes, from its begin to its end. One thread.
 *
 * <p>All inputs share one native callback (JavaCPP has room for ten at a time), which finds its
 * input by the number in {@code opaque}.
 */
final class InputBytes implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private static final ConcurrentHashMap<Long, InputBytes> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong IDS = new AtomicLong();
  private static final Callback CALLBACK = new Callback();

  private final long id = IDS.incrementAndGet();
  private final InputStream bytes;
  private final AVIOContext context;
  private final byte[] piece = new byte[BUFFER_BYTES];
  private @Nullable IOException failure;

  /**
   * An input of which nothing was read.
   *
   * @param bytes stay the caller's, to be closed after this
   */
  InputBytes(InputStream bytes) {
    this.bytes = bytes;
    Pointer memory = av_malloc(BUFFER_BYTES);
    if (memory == null || memory.isNull()) {
      throw new OutOfMemoryError("FFmpeg has no memory for a demuxer");
    }
    BytePointer buffer = new BytePointer(memory);
    context =
        avio_alloc_context(
            buffer,
            BUFFER_BYTES,
            0,
            new NativeAddress(id),
            CALLBACK,
            (Write_packet_Pointer_BytePointer_int) null,
            (Seek_Pointer_long_int) null);
    if (context == null || context.isNull()) {
      av_free(buffer);
      throw new OutOfMemoryError("FFmpeg has no memory for a demuxer");
    }
    context.seekable(0);
    OPEN.put(id, this);
  }

  /** FFmpeg's context; this input's. */
  AVIOContext context() {
    return context;
  }

  /** Throws where the bytes couldn't be read: FFmpeg only knows that. */
  void requireReadable() throws IOException {
    IOException known = failure;
    if (known != null) {
      throw known;
    }
  }

  private int read(BytePointer into, int size) {
    try {
      int read = bytes.read(piece, 0, Math.min(size, piece.length));
      if (read <= 0) {
        return AVERROR_EOF;
      }
      MemorySegment.copy(
          piece, 0, NativeAddress.segment(into, read), ValueLayout.JAVA_BYTE, 0, read);
      return read;
    } catch (IOException e) {
      failure = e;
      return AVERROR_EXTERNAL;
    }
  }

  /** To be called once, when no demuxer reads from it any more. */
  @Override
  public void close() {
    OPEN.remove(id);
    av_free(context.buffer());
    avio_context_free(context);
  }

  private static final class Callback extends Read_packet_Pointer_BytePointer_int {
    Callback() {}

    @Override
    public int call(Pointer opaque, BytePointer into, int size) {
      try {
        InputBytes input = OPEN.get(opaque.address());
        return input == null ? AVERROR_EXTERNAL : input.read(into, size);
      } catch (Throwable e) {
        return AVERROR_EXTERNAL; // Nothing may be thrown into native code.
      }
    }
  }
}
