package sluice.recording.index;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedSegment;
import sluice.core.util.FileFailure;
import sluice.recording.files.EventFacts;
import sluice.recording.files.EventPath;
import sluice.recording.files.FragmentScan;
import sluice.recording.files.MotionMark;
import sluice.recording.files.SegmentDeletion;
import sluice.recording.files.SegmentPath;

/**
 * Makes an index and the files of its store agree: after a process was killed, the power failed, or
 * the index was lost. What files say counts. Used once, by one thread.
 */
public final class IndexRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(IndexRecovery.class);
  private static final int PAGE = 1_000;
  private static final int MOST_TOLD = 5;
  private static final int MOST_NAMES = 100;

  private final Path folder;
  private final RecordingIndex index;
  private final Instant before;
  private final Consumer<RecoveryReport> progress;

  private long rows;
  private long files;
  private long added;
  private long cut;
  private long deleted;
  private long dropped;
  private long garbage;
  private long failed;

  private IndexRecovery(
      Path folder, RecordingIndex index, Instant before, Consumer<RecoveryReport> progress) {
    this.folder = folder;
    this.index = index;
    this.before = before;
    this.progress = progress;
  }

  /**
   * Opens an index. A file that is damaged or something else is moved aside, as {@code
   * NAME.damaged-SECONDS}, and a new one made, which knows nothing until {@link #recover}.
   *
   * @param now names the file that is moved aside
   * @throws SluiceException when the file can't be used for another reason, or can't be moved
   */
  public static OpenedIndex open(Path file, Instant now) {
    try {
      return new OpenedIndex(RecordingIndex.open(file), Optional.empty());
    } catch (DamagedIndexException e) {
      Path aside = moveAside(file, now);
      LOG.warn("{}; it is {} now", e.getMessage(), aside);
      return new OpenedIndex(RecordingIndex.open(file), Optional.of(aside));
    }
  }

  private static Path moveAside(Path file, Instant now) {
    try {
      Path aside = freeName(file, now.getEpochSecond());
      Files.move(file, aside);
      for (String companion : List.of("-wal", "-shm")) { // they belong to that file alone
        Path from = file.resolveSibling(file.getFileName() + companion);
        if (Files.exists(from)) {
          Files.move(from, aside.resolveSibling(aside.getFileName() + companion));
        }
      }
      return aside;
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "index of recordings %s is damaged, and can't be moved away: %s"
              .formatted(file, FileFailure.reason(e)),
          e);
    }
  }

  private static Path freeName(Path file, long second) {
    for (int i = 0; i < MOST_NAMES; i++) {
      Path name = file.resolveSibling(file.getFileName() + ".damaged-" + (second + i));
      if (!Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
        return name;
      }
    }
    throw new SluiceException(
        ErrorCode.OUTPUT,
        "index of recordings %s was damaged %d times within moments: see its disk"
            .formatted(file, MOST_NAMES));
  }

  /**
   * Looks at all rows and files: deletes the garbage, drops rows whose files aren't there or are
   * too short, and adds the files that have no row, after what follows their last whole fragment
   * was cut off. Files without a whole fragment are deleted. Other files than recordings are left
   * alone. May take long where there are many files, and reads each of those that the index doesn't
   * know.
   *
   * @param folder the store's
   * @param before files that begin later are left alone: somebody is writing them
   * @param progress is told every thousand rows and files, on this thread
   * @throws IOException when the store's folder can't be read
   * @throws InterruptedException when the thread is interrupted; what was done stays, and doing it
   *     again does the rest
   */
  public static RecoveryReport recover(
      Path folder, RecordingIndex index, Instant before, Consumer<RecoveryReport> progress)
      throws IOException, InterruptedException {
    return new IndexRecovery(folder, index, before, progress).run();
  }

  private RecoveryReport run() throws IOException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    deleteGarbage();
    checkRows();
    walk(folder, 0);
    index.dropEmptyRuns(before);
    return report();
  }

  private void deleteGarbage() throws InterruptedException {
    String last = "";
    List<String> page = index.garbage(last, PAGE);
    while (!page.isEmpty()) {
      keepOn();
      SegmentDeletion.Outcome outcome = SegmentDeletion.delete(folder, page);
      index.forget(outcome.gone());
      garbage += outcome.gone().size();
      count(outcome);
      last = page.getLast();
      page = index.garbage(last, PAGE);
    }
  }

  private void checkRows() throws InterruptedException {
    long last = 0;
    List<RecordedSegment> page = index.after(last, PAGE);
    while (!page.isEmpty()) {
      List<RecordedSegment> lost = new ArrayList<>();
      for (RecordedSegment segment : page) {
        keepOn();
        if (isLost(segment)) {
          lost.add(segment);
        }
        rows++;
        tell();
      }
      if (!lost.isEmpty()) {
        dropped += index.drop(lost);
      }
      last = page.getLast().id();
      page = index.after(last, PAGE);
    }
  }

  private boolean isLost(RecordedSegment segment) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(
              folder.resolve(segment.file()), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return !found.isRegularFile() || found.size() < segment.bytes();
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      fail(segment.file(), e);
      return false;
    }
  }

  /** Goes through a folder that is so many below the store's. */
  private void walk(Path place, int depth) throws IOException, InterruptedException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
      for (Path entry : entries) {
        keepOn();
        if (depth == SegmentPath.FOLDERS) {
          visit(entry);
        } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          walkBelow(entry, depth + 1);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void walkBelow(Path place, int depth) throws InterruptedException {
    try {
      walk(place, depth);
    } catch (NoSuchFileException e) {
      // Somebody has removed it since it was listed.
    } catch (IOException e) {
      fail(folder.relativize(place).toString(), e);
    }
  }

  private void visit(Path file) throws InterruptedException {
    String name = name(file);
    Optional<EventPath> event = EventPath.parse(name);
    if (event.isPresent()) {
      visit(file, event.get());
      return;
    }
    Optional<SegmentPath> marked = SegmentPath.parse(MotionMark.marked(name));
    if (marked.isPresent()) {
      keepMark(marked.get());
      return;
    }
    Optional<SegmentPath> path = SegmentPath.parse(name);
    if (path.isEmpty()
        || !path.get().startsAt().isBefore(before)
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    files++;
    if (!index.knows(name)) {
      take(file, path.get());
    }
    tell();
  }

  /** Deletes the mark of a file that isn't there. */
  private void keepMark(SegmentPath marked) {
    if (!Files.exists(marked.in(folder), LinkOption.NOFOLLOW_LINKS)) {
      count(SegmentDeletion.delete(folder, List.of(marked.text())));
    }
  }

  /** Takes in an event that the index doesn't know, and deletes pictures of no event. */
  private void visit(Path file, EventPath path) {
    String id = path.event().text();
    boolean isNew = !Instant.ofEpochMilli(path.event().millis()).isBefore(before);
    if (isNew
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || index.events().find(id).isPresent()) {
      return;
    }
    files++;
    try {
      Path facts = EventPath.of(id, EventPath.Kind.FACTS).in(folder);
      if (path.kind() == EventPath.Kind.FACTS) {
        EventFacts read = EventFacts.read(file);
        index.events().put(read.event(), read.parts());
        index.events().written(id, bytes(id), read.event().hasPicture());
        added++;
      } else if (!Files.exists(facts)) {
        SegmentDeletion.Outcome outcome = SegmentDeletion.delete(folder, List.of(path.text()));
        deleted += outcome.gone().size();
        count(outcome);
      }
    } catch (NoSuchFileException e) {
      // Somebody has deleted it since it was listed.
    } catch (IOException e) {
      fail(path.text(), e);
    }
  }

  private long bytes(String event) throws IOException {
    long sum = 0;
    for (EventPath file : EventPath.all(event)) {
      Path place = file.in(folder);
      sum += Files.exists(place) ? Files.size(place) : 0;
    }
    return sum;
  }

  private String name(Path file) {
    List<String> names = new ArrayList<>();
    folder.relativize(file).forEach(part -> names.add(part.toString()));
    return String.join("/", names);
  }

  private void take(Path file, SegmentPath path) throws InterruptedException {
    try {
      Optional<FragmentScan> scan = FragmentScan.of(file);
      if (scan.isPresent()) {
        add(file, path, scan.get());
      } else {
        delete(path);
      }
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw interrupted();
    } catch (NoSuchFileException e) {
      // Somebody has deleted it since it was listed.
    } catch (IOException e) {
      fail(path.text(), e);
    }
  }

  private void add(Path file, SegmentPath path, FragmentScan scan) throws IOException {
    byte[] init = new byte[scan.initBytes()];
    readHead(file, init);
    if (cut(file, scan.wholeBytes())) {
      cut++;
    }
    index.addFound(path, init, scan, MotionMark.isAt(file));
    added++;
  }

  private static void readHead(Path file, byte[] head) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(head);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new EOFException();
        }
      }
    }
  }

  /** Whether there was something to cut off. */
  private static boolean cut(Path file, long length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (channel.size() <= length) {
        return false;
      }
      channel.truncate(length);
      channel.force(true);
      return true;
    }
  }

  private void delete(SegmentPath path) {
    SegmentDeletion.Outcome outcome = SegmentDeletion.delete(folder, List.of(path.text()));
    deleted += outcome.gone().size();
    count(outcome);
  }

  private void count(SegmentDeletion.Outcome outcome) {
    for (String file : outcome.failed()) {
      fail(file, "can't be deleted: " + outcome.reason());
    }
  }

  private void fail(String name, IOException failure) {
    fail(name, "can't be looked at: " + FileFailure.reason(failure));
  }

  private void fail(String name, String why) {
    failed++;
    if (failed <= MOST_TOLD) {
      LOG.warn(
          "recordings: {} {}{}", name, why, failed == MOST_TOLD ? "; others aren't named" : "");
    }
  }

  private void tell() {
    if ((rows + files) % PAGE == 0) {
      progress.accept(report());
    }
  }

  private RecoveryReport report() {
    return new RecoveryReport(rows, files, added, cut, deleted, dropped, garbage, failed);
  }

  private static void keepOn() throws InterruptedException {
    if (Thread.interrupted()) {
      throw interrupted();
    }
  }

  private static InterruptedException interrupted() {
    return new InterruptedException("recovery of recordings");
  }
}
