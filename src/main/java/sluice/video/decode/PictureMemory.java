package sluice.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CAP_DR1;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_default_get_buffer2;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_create;

import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext.Get_buffer2_AVCodecContext_AVFrame_int;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.Free_Pointer_BytePointer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import sluice.video.ffmpeg.NativeAddress;

/**
 * Where the pictures of one codec context lie. FFmpeg's pool keeps for the decoder's whole life as
 * many pictures as were ever in use at once, which is the right thing for a decoder that is busy
 * and most of the memory of one that rests. So as long as few pictures a second are decoded, each
 * lies in {@link SparePictures}, where all decoders find what others gave back; from the moment
 * that they become many, FFmpeg's pool is used, and Java isn't asked any more. Where the caller
 * gives a {@link FrameMemory}, all lie there that have room.
 *
 * <p>All contexts share one native callback (JavaCPP has room for ten at a time), which finds its
 * context's state by the context's address; threads of FFmpeg's own have contexts of their own, and
 * use its pool. One thread.
 */
final class PictureMemory implements AutoCloseable {
  private static final int OUT_OF_MEMORY = -12;

  /** A decoder of so few would leave the pictures of its pool unused most of the time. */
  private static final int PICTURES_A_SECOND = 4;

  /** Enough to find out how few pictures of a source have to be decoded. */
  private static final int PICTURES_AT_ONCE = 256;

  private static final ConcurrentHashMap<Long, PictureMemory> OPEN = new ConcurrentHashMap<>();

  /** Whose memory is in use, by its address; what isn't here is {@link SparePictures}'s. */
  private static final ConcurrentHashMap<Long, FrameMemory> LENT = new ConcurrentHashMap<>();

  private static final Callback CALLBACK = new Callback();
  private static final Free FREE = new Free();

  private final long address;
  private final Get_buffer2_AVCodecContext_AVFrame_int pool;
  private final PictureAllowance allowance;
  private final @Nullable FrameMemory frames;
  private @Nullable PlaneLayout layout;

  private PictureMemory(AVCodecContext context, @Nullable FrameMemory frames) {
    this.frames = frames;
    this.address = context.address();
    this.pool = context.get_buffer2();
    this.allowance = new PictureAllowance(PICTURES_A_SECOND, PICTURES_AT_ONCE, System::nanoTime);
  }

  /**
   * Takes care of a context's pictures from its opening on; null where its codec has to use
   * FFmpeg's own memory.
   *
   * @param context not opened yet
   * @param codec what it will be opened with
   * @param frames where pictures are to lie; null for {@link SparePictures}
   */
  static @Nullable PictureMemory of(
      AVCodecContext context, AVCodec codec, @Nullable FrameMemory frames) {
    if ((codec.capabilities() & AV_CODEC_CAP_DR1) == 0) {
      return null;
    }
    PictureMemory memory = new PictureMemory(context, frames);
    OPEN.put(memory.address, memory);
    context.get_buffer2(CALLBACK);
    return memory;
  }

  /** Contexts of the whole process that are not closed yet; for tests. */
  static int open() {
    return OPEN.size();
  }

  /** To be called once the context is freed. */
  @Override
  public void close() {
    OPEN.remove(address, this);
    if (OPEN.isEmpty()) {
      SparePictures.SHARED.clear();
    }
  }

  private int allocate(AVCodecContext context, AVFrame frame, int flags) {
    if (frames == null && !allowance.take()) {
      context.get_buffer2(pool);
      return avcodec_default_get_buffer2(context, frame, flags);
    }
    PlaneLayout known = layout;
    if (known == null || !known.fits(frame)) {
      known = PlaneLayout.of(context, frame);
      layout = known;
    }
    if (!known.isUsable()) {
      return avcodec_default_get_buffer2(context, frame, flags);
    }
    AVBufferRef buffer = take(known.bytes());
    if (buffer == null) {
      return frames == null ? OUT_OF_MEMORY : avcodec_default_get_buffer2(context, frame, flags);
    }
    frame.buf(0, buffer);
    BytePointer start = buffer.data();
    for (int i = 0; i < known.planes(); i++) {
      frame.data(i, start.getPointer(known.offset(i)));
      frame.linesize(i, known.stride(i));
    }
    frame.extended_data(frame.data());
    return 0;
  }

  private @Nullable AVBufferRef take(long bytes) {
    FrameMemory lender = frames;
    long start = lender == null ? SparePictures.SHARED.take(bytes, this) : lender.take(bytes);
    if (start == 0) {
      return null;
    }
    if (lender != null) {
      LENT.put(start, lender);
    }
    AVBufferRef buffer =
        av_buffer_create(new BytePointer(new NativeAddress(start)), bytes, FREE, null, 0);
    if (buffer == null) {
      giveBack(start);
    }
    return buffer;
  }

  private static void giveBack(long address) {
    FrameMemory lender = LENT.remove(address);
    if (lender == null) {
      SparePictures.SHARED.giveBack(address);
    } else {
      lender.giveBack(address);
    }
  }

  /** Called when neither the decoder nor a picture refers to memory any more. */
  private static final class Free extends Free_Pointer_BytePointer {
    Free() {}

    @Override
    public void call(Pointer opaque, BytePointer data) {
      try {
        giveBack(data.address());
      } catch (Throwable e) {
        // Nothing may be thrown into native code.
      }
    }
  }

  private static final class Callback extends Get_buffer2_AVCodecContext_AVFrame_int {
    Callback() {}

    @Override
    public int call(AVCodecContext context, AVFrame frame, int flags) {
      try {
        PictureMemory memory = OPEN.get(context.address());
        return memory == null
            ? avcodec_default_get_buffer2(context, frame, flags)
            : memory.allocate(context, frame, flags);
      } catch (Throwable e) {
        return OUT_OF_MEMORY; // nothing may be thrown into native code
      }
    }
  }
}
