package sluice.video;

import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.time.Duration;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * The options that an input is opened with: whitelists, limits of time, and the user's own.
 *
 * <p>Formats are whitelisted too: containers and pictures, but none that opens further files or addresses by itself (concat, HLS,
 * DASH, SDP …), whatever a hostile file says.
 */
final class InputOptions implements AutoCloseable {
  private static final List<String> FORMATS =
      List.of(
          "mov", "matroska", "avi", "mpegts", "mpeg", "mpegvideo", "m4v", "h261", "h263", "h264", "hevc", "vvc", "av1", "obu",
          "ivf", "flv", "live_flv", "asf", "nut", "mxf", "ogg", "dv", "rm", "gif", "apng", "mjpeg", "mjpeg_2000", "mpjpeg",
          "yuv4mpegpipe", "rawvideo", "vc1", "dhav", "nsv", "wtv", "jpegxl_anim",
          "image2", "bmp_pipe", "dds_pipe", "dpx_pipe", "exr_pipe", "gif_pipe", "hdr_pipe", "j2k_pipe", "jpeg_pipe",
          "jpegls_pipe", "jpegxl_pipe", "pam_pipe", "pbm_pipe", "pcx_pipe", "pfm_pipe", "pgm_pipe", "pgmyuv_pipe", "png_pipe",
          "ppm_pipe", "psd_pipe", "qoi_pipe", "sgi_pipe", "sunrast_pipe", "tiff_pipe", "webp_pipe", "xbm_pipe", "xpm_pipe",
          "xwd_pipe");

  private final DecoderSettings settings;
  private final AVDictionary dictionary = new AVDictionary(null);

  InputOptions(DecoderSettings settings) {
    this.settings = settings;
    if (!settings.isDevice()) {
      set("protocol_whitelist", String.join(",", settings.protocols()));
      set("format_whitelist", formats());
    }
    if (settings.isFile()) {
      set("pattern_type", "none"); // image2 must not take % or [ ] in a name for a pattern
    }
    network(Locations.scheme(settings.location()));
    settings.options().forEach(this::set);
  }

  /** To be handed to FFmpeg, which takes out what it used. */
  AVDictionary dictionary() {
    return dictionary;
  }

  /** Throws where an option of the user's is still there, so that nobody knew it. */
  void requireAllUsed() {
    for (String key : settings.options().keySet()) {
      if (av_dict_get(dictionary, key, null, 0) != null) {
        throw InputFailure.because(settings, "nothing there knows the option " + key);
      }
    }
  }

  @Override
  public void close() {
    av_dict_free(dictionary);
  }

  /** FFmpeg's own limits stand behind ours, a second later, so that ours name the reason. */
  private void network(String scheme) {
    String limit = Long.toString(longest().plusSeconds(1).toNanos() / 1000);
    switch (scheme) {
      case "rtsp", "rtsps" -> {
        set("rtsp_transport", "tcp");
        set("allowed_media_types", "video");
        set("timeout", limit);
      }
      case "http", "https" -> {
        set("reconnect", "0");
        set("rw_timeout", limit);
      }
      case "tcp" -> set("timeout", limit);
      default -> {}
    }
  }

  private Duration longest() {
    boolean readIsLonger = settings.readTimeout().compareTo(settings.openTimeout()) > 0;
    Duration longer = readIsLonger ? settings.readTimeout() : settings.openTimeout();
    return longer.isZero() ? Duration.ofDays(1) : longer;
  }

  private String formats() {
    if (settings.format() != null) {
      return settings.format();
    }
    String scheme = Locations.scheme(settings.location());
    return scheme.startsWith("rtsp") ? "rtsp" : String.join(",", FORMATS);
  }

  private void set(String key, String value) {
    av_dict_set(dictionary, key, value, 0);
  }
}
