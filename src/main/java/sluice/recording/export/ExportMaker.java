package sluice.recording.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import sluice.core.SluiceException;
import sluice.core.recording.ExportPart;
import sluice.core.recording.RecordedSegment;
import sluice.core.util.PrivateFile;
import sluice.core.util.PrivateFolder;

/** Makes the files of one export, a part after the other. Used once, by one thread. */
final class ExportMaker {
  private final Path store;
  private final Path target;
  private final ExportJob job;
  private final CopyWatch watch;

  /**
   * A maker.
   *
   * @param store the store's folder
   * @param target the export's, which is made
   */
  ExportMaker(Path store, Path target, ExportJob job, CopyWatch watch) {
    this.store = store;
    this.target = target;
    this.job = job;
    this.watch = watch;
  }

  /**
   * Makes all parts. Files that were deleted meanwhile are left out, and counted. Blocks on the
   * disk.
   *
   * @throws IOException when something can't be read or written, nothing is left to copy, or the
   *     watch ends it
   * @throws SluiceException when a part can't be written
   */
  void make() throws IOException {
    PrivateFolder.create(target);
    Deque<RecordedSegment> rest = new ArrayDeque<>(job.segments());
    int number = 0;
    while (!rest.isEmpty()) {
      if (!PartBytes.isThere(store, rest.getFirst())) {
        job.missing(within(rest.removeFirst()));
        continue;
      }
      List<RecordedSegment> part = upToGap(rest);
      Path file = target.resolve(++number + ".mp4");
      PrivateFile.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
      PartCopy.Copied copied = new PartCopy(store, part, job.from(), job.to()).copy(file, watch);
      job.add(new ExportPart(number, copied.from(), copied.to(), Files.size(file)));
      for (int i = 0; i < copied.files(); i++) {
        rest.removeFirst();
      }
    }
    if (number == 0) {
      throw new IOException("all of it was deleted before it could be copied");
    }
  }

  /** How much of a file is in the span. */
  private Duration within(RecordedSegment segment) {
    Instant begin = segment.startsAt().isBefore(job.from()) ? job.from() : segment.startsAt();
    Instant end = segment.endsAt().isAfter(job.to()) ? job.to() : segment.endsAt();
    return Duration.between(begin, end);
  }

  /** The first files that are one part. */
  private static List<RecordedSegment> upToGap(Iterable<RecordedSegment> segments) {
    List<RecordedSegment> part = new ArrayList<>();
    for (RecordedSegment segment : segments) {
      if (!part.isEmpty() && !segment.follows(part.getLast())) {
        break;
      }
      part.add(segment);
    }
    return part;
  }
}
