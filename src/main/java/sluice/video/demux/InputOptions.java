package sluice.video.demux;

import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * The options that an input is opened with: whitelists, limits of time, and the user's own.
 *
 * <p>Formats are whitelisted too: containers and pictures, but none that opens further files or
 * addresses by itself (concat, HLS, DASH, SDP …), whatever a hostile file says.
 */
final class InputOptions implements AutoCloseable {
  private static final String FORMATS =
      "mov,matroska,avi,mpegts,mpeg,mpegvideo,m4v,h261,h263,h264,hevc,vvc,av1,obu,ivf,flv,"
          + "asf,nut,mxf,ogg,dv,gif,apng,mjpeg,mjpeg_2000,mpjpeg,yuv4mpegpipe,dhav,vc1,image2,"
          + "bmp_pipe,gif_pipe,j2k_pipe,jpeg_pipe,jpegls_pipe,jpegxl_pipe,pam_pipe,pbm_pipe,"
          + "pgm_pipe,png_pipe,ppm_pipe,qoi_pipe,tiff_pipe,webp_pipe";

  private static final Duration LONGEST_LIMIT = Duration.ofMinutes(30);

  private final DecoderSettings settings;
  private final boolean audio;
  private final AVDictionary dictionary = new AVDictionary(null);

  /**
   * The options of an input.
   *
   * @param route on which it is opened
   * @param audio whether a server is asked for sound beside the video
   */
  InputOptions(DecoderSettings settings, InputRoute route, boolean audio) {
    this.settings = settings;
    this.audio = audio;
    if (!settings.isDevice()) {
      set("protocol_whitelist", String.join(",", route.protocols()));
      set("format_whitelist", formats());
    }
    if (settings.isFile()) {
      set("pattern_type", "none"); // image2 must not take % or [ ] in a name for a pattern
    }
    network(InputUrls.withoutTls(settings.location()));
    settings.options().forEach(this::set);
    route.options().forEach(this::set);
  }

  /** To be handed to FFmpeg, which takes out what it used. */
  AVDictionary dictionary() {
    return dictionary;
  }

  /**
   * Throws where an option of the user's is still there, so that no demuxer or protocol took it.
   */
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

  private void network(String scheme) {
    switch (scheme) {
      case "rtsp" -> {
        set("rtsp_transport", "tcp");
        set("allowed_media_types", audio ? "video+audio" : "video");
        limit("timeout");
      }
      case "http" -> {
        set("reconnect", "0");
        limit("rw_timeout");
      }
      case "tcp" -> limit("timeout");
      default -> {}
    }
  }

  /**
   * FFmpeg's own limit stands behind ours, a second later, so that ours names the reason. It takes
   * half an hour at most.
   */
  private void limit(String key) {
    Duration open = settings.openTimeout();
    Duration read = settings.readTimeout();
    Duration later = (open.compareTo(read) > 0 ? open : read).plusSeconds(1);
    if (!open.isZero() && !read.isZero() && later.compareTo(LONGEST_LIMIT) < 0) {
      set(key, Long.toString(TimeUnit.MILLISECONDS.toMicros(later.toMillis())));
    }
  }

  private String formats() {
    if (settings.format() != null) {
      return settings.format();
    }
    String scheme = InputUrls.scheme(settings.location());
    return scheme.startsWith("rtsp") ? "rtsp" : FORMATS;
  }

  private void set(String key, String value) {
    av_dict_set(dictionary, key, value, 0);
  }
}
