package sluice.recording.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * What is found in a file of a recording by looking at its boxes: whatever killed the process that
 * wrote it, it plays up to its last whole fragment.
 *
 * @param initBytes length of the initialisation at its head ({@code ftyp} to {@code moov})
 * @param fragments whole ones: {@code moof} and {@code mdat}; at least one
 * @param wholeBytes length of the file up to the end of the last whole fragment
 * @param mediaStart media time at which the picture is shown that is shown first
 * @param mediaEnd media time at which the picture ends that is shown last
 * @param parameters what the initialisation says
 */
public record FragmentScan(
    int initBytes,
    int fragments,
    long wholeBytes,
    Duration mediaStart,
    Duration mediaEnd,
    MediaParameters parameters) {

  /** How long it plays. */
  public Duration length() {
    return mediaEnd.minus(mediaStart);
  }

  /**
   * Looks at a file, which nobody writes meanwhile. It isn't loaded: less than 1 MB is held,
   * whatever the file says. What is damaged ends the look; what is before it counts. Blocks on the
   * disk; an interrupt ends it.
   *
   * @return empty where the file has no whole fragment with video, or is no fragmented MP4 at all
   * @throws IOException when the file can't be read, or is a link
   */
  public static Optional<FragmentScan> of(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return new FragmentScanner(channel).scan();
    }
  }
}
