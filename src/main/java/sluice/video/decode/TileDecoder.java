package sluice.video.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_CROP_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_apply_cropping;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_new_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_image_fill_black;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.util.HashSet;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.InputFailure;
import sluice.video.demux.Packet;
import sluice.video.demux.TileGrid;

/**
 * Puts the picture of a {@link TileGrid} together: decodes each tile by itself and copies it to its
 * place. Gives the picture when all tiles are there, and none otherwise. One thread.
 */
final class TileDecoder implements FrameDecoder {
  private static final int PLANES = 4;

  private final DecoderSettings settings;
  private final TileGrid grid;
  private final Set<Integer> missing;
  private @Nullable AVFrame canvas;
  private boolean ended;
  private long damaged;

  TileDecoder(DecoderSettings settings, TileGrid grid) {
    this.settings = settings;
    this.grid = grid;
    this.missing = new HashSet<>(grid.streams().keySet());
  }

  @Override
  public void send(@Nullable Packet packet) {
    if (packet == null) {
      ended = true;
      return;
    }
    int index = packet.streamIndex();
    AVStream stream = grid.streams().get(index);
    if (stream == null || !missing.contains(index)) {
      return;
    }
    AVFrame tile = decode(packet, stream);
    if (tile == null) {
      return;
    }
    try {
      grid.tiles().stream().filter(at -> at.stream() == index).forEach(at -> paste(tile, at));
      missing.remove(index);
    } finally {
      av_frame_free(tile);
    }
  }

  private @Nullable AVFrame decode(Packet packet, AVStream stream) {
    try (PictureCodec codec = PictureCodec.open(settings, stream)) {
      codec.send(packet);
      AVFrame tile = codec.receive();
      if (tile == null) {
        codec.send(null);
        tile = codec.receive();
      }
      damaged += codec.damaged();
      return tile;
    }
  }

  private void paste(AVFrame tile, TileGrid.Tile at) {
    AVFrame whole = canvasFor(tile);
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(whole.format());
    int right = whole.width() - at.x() - tile.width();
    int bottom = whole.height() - at.y() - tile.height();
    boolean fits =
        tile.format() == whole.format()
            && Math.min(at.x(), at.y()) >= 0
            && Math.min(right, bottom) >= 0
            && at.x() % (1 << format.log2_chroma_w()) == 0
            && at.y() % (1 << format.log2_chroma_h()) == 0;
    if (!fits) {
      throw unfit();
    }
    AVFrame place = av_frame_clone(whole);
    try {
      place.crop_left(at.x()).crop_top(at.y()).crop_right(right).crop_bottom(bottom);
      check(av_frame_apply_cropping(place, AV_FRAME_CROP_UNALIGNED));
      check(av_frame_copy(place, tile));
    } finally {
      av_frame_free(place);
    }
  }

  /** The canvas, made black at the first tile, in whose format it is. */
  private AVFrame canvasFor(AVFrame tile) {
    AVFrame known = canvas;
    if (known != null) {
      return known;
    }
    AVFrame made = av_frame_alloc();
    canvas = made;
    check(av_frame_copy_props(made, tile));
    made.width(grid.canvasWidth()).height(grid.canvasHeight()).format(tile.format());
    check(av_frame_get_buffer(made, 0));
    try (SizeTPointer strides = new SizeTPointer(PLANES)) {
      for (int i = 0; i < PLANES; i++) {
        strides.put(i, made.linesize(i));
      }
      check(
          av_image_fill_black(
              made.data(),
              strides,
              made.format(),
              made.color_range(),
              made.width(),
              made.height()));
    }
    return made;
  }

  @Override
  public @Nullable AVFrame receive() {
    AVFrame whole = canvas;
    if (whole == null || !missing.isEmpty()) {
      return null;
    }
    int right = whole.width() - grid.left() - grid.width();
    int bottom = whole.height() - grid.top() - grid.height();
    if (Math.min(right, bottom) < 0 || Math.min(grid.left(), grid.top()) < 0) {
      throw unfit();
    }
    whole.crop_left(grid.left()).crop_top(grid.top()).crop_right(right).crop_bottom(bottom);
    check(av_frame_apply_cropping(whole, AV_FRAME_CROP_UNALIGNED));
    turn(whole);
    canvas = null;
    return whole;
  }

  private void turn(AVFrame whole) {
    AVPacketSideData matrix = grid.displayMatrix();
    if (matrix == null) {
      return;
    }
    AVFrameSideData data =
        av_frame_new_side_data(whole, AV_FRAME_DATA_DISPLAYMATRIX, matrix.size());
    if (data != null) {
      Pointer.memcpy(data.data(), matrix.data(), matrix.size());
    }
  }

  private void check(int result) {
    if (result < 0) {
      throw unfit();
    }
  }

  private RuntimeException unfit() {
    return InputFailure.because(
        settings,
        "its picture is made of tiles that don't fit together (expected: tiles of one form that lie"
            + " within the picture); convert it to JPEG or PNG");
  }

  @Override
  public void recycle(AVFrame frame) {
    av_frame_free(frame);
  }

  @Override
  public int delay() {
    return 0;
  }

  @Override
  public boolean drained() {
    return ended;
  }

  @Override
  public long damaged() {
    return damaged;
  }

  @Override
  public void close() {
    if (canvas != null) {
      av_frame_free(canvas);
      canvas = null;
    }
  }
}
