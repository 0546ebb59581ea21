package sluice.recording.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through the boxes of a file, from one to the next. Used once, by one thread. */
final class FragmentScanner {
  /** Bytes of {@code moov} and of a {@code moof}: an hour of pictures and sound in one fragment. */
  private static final int LARGEST_BOX = 512 << 10;

  /** Where the initialisation ends at the latest. */
  private static final int LARGEST_INIT = 2 * LARGEST_BOX;

  /** More than a day of fragments of a second. */
  private static final int MOST_BOXES = 200_000;

  private static final long MOST_SECONDS = 24 * 3600;

  /** Seconds of media time: 30 years. */
  private static final long LATEST_SECONDS = 1_000_000_000;

  private final FileChannel channel;
  private final long size;
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
    this.channel = channel;
    this.size = channel.size();
  }

  Optional<FragmentScan> scan() throws IOException {
    try {
      Head head = head(0);
      for (int i = 0; i < MOST_BOXES && head != null && take(head); i++) {
        head = head(head.end());
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

  /** Length, type and place of a box in the file. */
  private record Head(String type, long begin, long content, long end) {}

  /** The box that begins at a place; null where none begins there that ends within the file. */
  private @Nullable Head head(long at) throws IOException {
    ByteBuffer head = read(at, (int) Math.min(BoxBytes.LARGE_HEAD, size - at));
    if (head.remaining() < BoxBytes.HEAD) {
      return null;
    }
    long length = Integer.toUnsignedLong(head.getInt());
    String type = BoxBytes.typeOf(head.getInt());
    int bytes = BoxBytes.HEAD;
    if (length == 1 && head.remaining() == Long.BYTES) {
      length = head.getLong();
      bytes = BoxBytes.LARGE_HEAD;
    }
    return length < bytes || length > size - at
        ? null
        : new Head(type, at, at + bytes, at + length);
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
    movie = Movie.read(content(box)).orElse(null);
    initBytes = (int) box.end();
    return movie != null;
  }

  private boolean takeFragment(Head box) throws IOException, DamagedBoxException {
    Movie described = movie;
    if (described == null || pending) {
      return false;
    }
    FragmentTimes found = FragmentTimes.read(content(box), described).orElse(null);
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

  private BoxBytes content(Head box) throws IOException, DamagedBoxException {
    long length = box.end() - box.content();
    if (length > LARGEST_BOX) {
      throw new DamagedBoxException(box.type() + " has " + length + " bytes");
    }
    ByteBuffer content = read(box.content(), (int) length);
    if (content.remaining() < length) {
      throw new DamagedBoxException(box.type() + " ends too early"); // somebody cut the file
    }
    return new BoxBytes(box.type(), content);
  }

  private ByteBuffer read(long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        break;
      }
    }
    return bytes.flip();
  }

  private static Duration duration(long ticks, long timescale) {
    return Duration.ofSeconds(ticks / timescale, ticks % timescale * 1_000_000_000 / timescale);
  }
}
