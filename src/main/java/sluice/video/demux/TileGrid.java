package sluice.video.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_STREAM_GROUP_PARAMS_TILE_GRID;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.AVStreamGroup;
import org.bytedeco.ffmpeg.avformat.AVStreamGroupTileGrid;
import org.jspecify.annotations.Nullable;

/**
 * A picture whose parts are streams of their own, as HEIC and AVIF have it (ISO/IEC 23008-12,
 * derived images). The parts lie on a canvas, of which the picture is a rectangle.
 *
 * @param canvasWidth of all tiles together, pixels
 * @param canvasHeight of all tiles together, pixels
 * @param left where the picture begins on the canvas
 * @param top where the picture begins on the canvas
 * @param width of the picture
 * @param height of the picture
 * @param streams the streams of the tiles, by their index; the demuxer's
 * @param tiles what lies where, the upper ones last
 * @param displayMatrix how the picture is to be turned; the demuxer's, null where nothing is said
 */
public record TileGrid(
    int canvasWidth,
    int canvasHeight,
    int left,
    int top,
    int width,
    int height,
    Map<Integer, AVStream> streams,
    List<Tile> tiles,
    @Nullable AVPacketSideData displayMatrix) {

  /**
   * One part of a picture.
   *
   * @param stream the index of its stream, which may give more than one part
   * @param x its left edge on the canvas, pixels
   * @param y its upper edge on the canvas, pixels
   */
  public record Tile(int stream, int x, int y) {}

  /**
   * The grid that an opened input shows: the one that is marked so, else the one that a stream
   * belongs to.
   *
   * @param chosen index of the stream that would be read alone
   */
  static Optional<TileGrid> of(AVFormatContext context, int chosen) {
    AVStreamGroup found = null;
    for (int i = 0; i < context.nb_stream_groups(); i++) {
      AVStreamGroup group = context.stream_groups(i);
      if (group.type() == AV_STREAM_GROUP_PARAMS_TILE_GRID) {
        if ((group.disposition() & AV_DISPOSITION_DEFAULT) != 0) {
          return Optional.of(of(group));
        }
        found = has(group, chosen) ? group : found;
      }
    }
    return Optional.ofNullable(found).map(TileGrid::of);
  }

  private static boolean has(AVStreamGroup group, int stream) {
    for (int i = 0; i < group.nb_streams(); i++) {
      if (group.streams(i).index() == stream) {
        return true;
      }
    }
    return false;
  }

  private static TileGrid of(AVStreamGroup group) {
    AVStreamGroupTileGrid grid = group.params_tile_grid();
    Map<Integer, AVStream> streams = new TreeMap<>();
    List<Tile> tiles = new ArrayList<>();
    for (int i = 0; i < grid.nb_tiles(); i++) {
      AVStream stream = group.streams(grid.offsets_idx(i));
      streams.put(stream.index(), stream);
      tiles.add(new Tile(stream.index(), grid.offsets_horizontal(i), grid.offsets_vertical(i)));
    }
    return new TileGrid(
        grid.coded_width(),
        grid.coded_height(),
        grid.horizontal_offset(),
        grid.vertical_offset(),
        grid.width(),
        grid.height(),
        streams,
        tiles,
        displayMatrix(grid));
  }

  private static @Nullable AVPacketSideData displayMatrix(AVStreamGroupTileGrid grid) {
    for (int i = 0; i < grid.nb_coded_side_data(); i++) {
      AVPacketSideData data = grid.coded_side_data().getPointer(i);
      if (data.type() == AV_PKT_DATA_DISPLAYMATRIX) {
        return data;
      }
    }
    return null;
  }
}
