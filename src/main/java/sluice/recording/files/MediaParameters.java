package sluice.recording.files;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the initialisation of a recording says of its video and sound.
 *
 * @param codecs of the video, and of the sound where there is some, as RFC 6381 names them; only
 *     the sample entry's name where the rest isn't known
 * @param width of the coded pictures, in pixels; 0 where it isn't said
 * @param height of the coded pictures, in pixels; 0 where it isn't said
 * @param audio whether there is sound
 */
public record MediaParameters(String codecs, int width, int height, boolean audio) {

  /**
   * Reads an initialisation.
   *
   * @param init {@code ftyp} and {@code moov}, whole
   * @return empty where it is damaged, or has no video
   */
  public static Optional<MediaParameters> of(byte[] init) {
    try {
      BoxBytes boxes = new BoxBytes("init", ByteBuffer.wrap(init));
      while (boxes.hasBox()) {
        BoxBytes box = boxes.box();
        if (box.type().equals("moov")) {
          return Movie.read(box).map(Movie::parameters);
        }
      }
      return Optional.empty();
    } catch (DamagedBoxException e) {
      return Optional.empty();
    }
  }
}
