package sluice.recording.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * Where a fragment with video is in a file.
 *
 * @param offset of its first byte
 * @param end offset after its last one
 * @param start media time at which its first picture is shown
 */
public record FragmentPlace(long offset, long end, Duration start) {
  /**
   * The fragments of a file, in order. Only their heads are read. Blocks on the disk.
   *
   * @throws IOException when the file isn't there, can't be read, or is a link
   */
  public static List<FragmentPlace> of(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      FragmentScanner scanner = new FragmentScanner(channel);
      scanner.scan();
      return scanner.places();
    }
  }
}
