package sluice.recording.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.recording.files.FileBoxes.Head;

/** Goes through the boxes of a file, from one to the next. Used once, by one thread. */
final class FragmentScanner {
  /** Where the initialisation ends at the latest. */
  private static final int LARGEST_INIT = 2 * FileBoxes.LARGEST_BOX;

  private static final long MOST_SECONDS = 24 * 3600;

  /** Seconds of media time: 30 years. */
  private static final long LATEST_SECONDS = 1_000_000_000;

  private final FileBoxes boxes;
  private boolean typed;
  private @Nullable Movie movie;
  private int initBytes;
  private int fragments;
  private long wholeBytes;

  /** Whether the next {@code mdat} completes a fragment. */
  private boolean pending;

  /** The video's times in that fragment; null where it has none. */
  private @Nullable FragmentTimes pendingTimes;

  private @Nullable FragmentTimes times;

  /** Where the head of that fragment begins. */
  private long pendingOffset;

  private final List<FragmentPlace> places = new ArrayList<>();

  FragmentScanner(FileChannel channel) throws IOException {
    this.boxes = new FileBoxes(channel);
  }

  Optional<FragmentScan> scan() throws IOException {
    try {
      Head head = boxes.head(0);
      for (int i = 0; i < FileBoxes.MOST_BOXES && head != null && take(head); i++) {
        head = boxes.head(head.end());
      }
    } catch (DamagedBoxException e) {
      // What was whole before it counts.
    }
    Movie described = movie;
    FragmentTimes all = times;
    if (described == null || all == null) {
      return Optional.empty();
    }
    long timescale = described.video().timescale();
    return Optional.of(
        new FragmentScan(
            initBytes,
            fragments,
            wholeBytes,
            duration(all.start(), timescale),
            duration(all.end(), timescale),
            described.parameters()));
  }

  /** Fragments with video that were found, in order. */
  List<FragmentPlace> places() {
    return List.copyOf(places);
  }

  /** Takes a box; false where the rest of the file doesn't count. */
  private boolean take(Head box) throws IOException, DamagedBoxException {
    return switch (box.type()) {
      case "ftyp" -> {
        typed = true;
        yield movie == null;
      }
      case "moov" -> takeMovie(box);
      case "moof" -> takeFragment(box);
      case "mdat" -> takeMedia(box);
      case "styp", "sidx", "ssix", "emsg", "prft", "free", "skip", "wide", "uuid", "mfra" -> true;
      default -> false;
    };
  }

  private boolean takeMovie(Head box) throws IOException, DamagedBoxException {
    if (!typed || movie != null || box.end() > LARGEST_INIT) {
      return false;
    }
    movie = Movie.read(boxes.content(box)).orElse(null);
    initBytes = (int) box.end();
    return movie != null;
  }

  private boolean takeFragment(Head box) throws IOException, DamagedBoxException {
    Movie described = movie;
    if (described == null || pending) {
      return false;
    }
    FragmentTimes found = FragmentTimes.read(boxes.content(box), described).orElse(null);
    if (found != null && !fits(found, described.video().timescale())) {
      return false;
    }
    pending = true;
    pendingTimes = found;
    pendingOffset = box.begin();
    return true;
  }

  /** Whether times are those of a recording, and go on from those before. */
  private boolean fits(FragmentTimes next, long timescale) {
    FragmentTimes before = times;
    long start = before == null ? next.start() : before.start();
    return next.start() >= start
        && next.end() / timescale <= LATEST_SECONDS
        && (next.end() - start) / timescale <= MOST_SECONDS;
  }

  private boolean takeMedia(Head box) {
    if (!pending) {
      return false;
    }
    FragmentTimes found = pendingTimes;
    if (found != null) {
      times = times == null ? found : times.and(found);
      Movie described = movie;
      if (described != null) {
        places.add(
            new FragmentPlace(
                pendingOffset, box.end(), duration(found.start(), described.video().timescale())));
      }
    }
    pending = false;
    fragments++;
    wholeBytes = box.end();
    return true;
  }

  private static Duration duration(long ticks, long timescale) {
    return Duration.ofSeconds(ticks / timescale, ticks % timescale * 1_000_000_000 / timescale);
  }
}
