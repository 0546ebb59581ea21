package sluice.recording.files;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code moov} box of a recording says.
 *
 * @param video its first track of video
 * @param defaultDuration ticks of a picture whose fragment says nothing of it
 * @param parameters of all
 */
record Movie(Track video, long defaultDuration, MediaParameters parameters) {

  /**
   * Reads a {@code moov} box; empty where it has no video whose time can be told.
   *
   * @throws DamagedBoxException when it is none
   */
  static Optional<Movie> read(BoxBytes moov) throws DamagedBoxException {
    Track video = null;
    Track sound = null;
    BoxBytes tracks = moov.fromStart();
    while (tracks.hasBox()) {
      BoxBytes box = tracks.box();
      if (box.type().equals("trak")) {
        Track track = Track.read(box);
        if (video == null && track.isVideo()) {
          video = track;
        } else if (sound == null && track.isSound()) {
          sound = track;
        }
      }
    }
    if (video == null || video.timescale() == 0 || video.codec().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Movie(video, defaultDuration(moov.fromStart(), video), parameters(video, sound)));
  }

  private static MediaParameters parameters(Track video, @Nullable Track sound) {
    String codecs = video.codec();
    if (sound != null && !sound.codec().isEmpty()) {
      codecs += "," + sound.codec();
    }
    return new MediaParameters(codecs, video.width(), video.height(), sound != null);
  }

  private static long defaultDuration(BoxBytes moov, Track track) throws DamagedBoxException {
    while (moov.hasBox()) {
      BoxBytes extension = moov.box();
      while (extension.type().equals("mvex") && extension.hasBox()) {
        BoxBytes box = extension.box();
        if (box.type().equals("trex")) {
          box.skip(4);
          if (box.u32() == track.id()) {
            box.skip(4);
            return box.u32();
          }
        }
      }
    }
    return 0;
  }
}
