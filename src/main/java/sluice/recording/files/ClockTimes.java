package sluice.recording.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.core.recording.TimePatch;
import sluice.recording.files.FileBoxes.Head;

/**
 * Media times of a file that go on from one run to the next: from 1970 on instead of from the run's
 * begin. FFmpeg, and who uses it, takes no notice of discontinuities in a playlist, and throws
 * pictures away where times go back. Used once, by one thread.
 */
public final class ClockTimes {
  private final FileBoxes boxes;
  private final Instant runBeganAt;

  /** Ticks of each track in a second. */
  private final Map<Long, Long> timescales = new HashMap<>();

  private final List<TimePatch> patches = new ArrayList<>();

  private ClockTimes(FileBoxes boxes, Instant runBeganAt) {
    this.boxes = boxes;
    this.runBeganAt = runBeganAt;
  }

  /**
   * What is to be put into a file as it is given to a client, in the order of its bytes. What is
   * damaged, and what follows it, stays as it is. Blocks on the disk.
   *
   * @param file of a recording
   * @param runBeganAt at which its media times are 0
   * @throws IOException when it can't be read, or is a link
   */
  public static List<TimePatch> of(Path file, Instant runBeganAt) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return new ClockTimes(new FileBoxes(channel), runBeganAt).find();
    }
  }

  private List<TimePatch> find() throws IOException {
    try {
      Head head = boxes.head(0);
      for (int i = 0; i < FileBoxes.MOST_BOXES && head != null; i++) {
        if (head.type().equals("moov")) {
          readTracks(boxes.content(head));
        } else if (head.type().equals("moof")) {
          readFragment(boxes.content(head), head.content());
        }
        head = boxes.head(head.end());
      }
    } catch (DamagedBoxException e) {
      // Players come no further either.
    }
    return List.copyOf(patches);
  }

  private void readTracks(BoxBytes moov) throws DamagedBoxException {
    while (moov.hasBox()) {
      BoxBytes box = moov.box();
      if (box.type().equals("trak")) {
        Track track = Track.read(box);
        timescales.put(track.id(), track.timescale());
      }
    }
  }

  private void readFragment(BoxBytes moof, long at) throws DamagedBoxException {
    while (moof.hasBox()) {
      BoxBytes traf = moof.box();
      long timescale = 0;
      while (traf.type().equals("traf") && traf.hasBox()) {
        BoxBytes box = traf.box();
        if (box.type().equals("tfhd")) {
          box.skip(4);
          timescale = timescales.getOrDefault(box.u32(), 0L);
        } else if (box.type().equals("tfdt") && box.u8() == 1) {
          box.skip(3);
          patches.add(patch(at + box.position(), box.u64(), timescale));
        }
      }
    }
  }

  private TimePatch patch(long offset, long time, long timescale) throws DamagedBoxException {
    try {
      long millis = Math.multiplyExact(runBeganAt.toEpochMilli(), timescale);
      return new TimePatch(offset, Math.addExact(time, millis / 1_000));
    } catch (ArithmeticException e) {
      throw new DamagedBoxException("times are above 2^63");
    }
  }
}
