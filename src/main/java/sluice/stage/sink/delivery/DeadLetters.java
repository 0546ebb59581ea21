package sluice.stage.sink.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.message.Message;
import sluice.core.util.FileFailure;
import sluice.core.util.PrivateFile;
import sluice.core.util.PrivateFolder;
import sluice.json.JsonText;
import sluice.json.Naming;

/**
 * The file of the messages of a sink that its far side will never take: a JSON object in a line for
 * each, with {@code id}, {@code stream}, {@code type}, {@code time}, {@code refused_at}, {@code
 * reason} and the message's body as {@code message}; not its picture. A file that is full is kept
 * as {@value #PREVIOUS}, in the place of the one before. Only the user of this process may read
 * them.
 *
 * <p>It never fails: what can't be written, for the disk is full, is lost and counted. {@link #add}
 * is for one thread at a time, all else for any.
 */
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final String NAME = "dead-letters.jsonl";
  private static final String PREVIOUS = "dead-letters.1.jsonl";
  private static final long MAX_SIZE = 10L << 20;

  private final Path folder;
  private final Path file;
  private final InstantSource clock;
  private final long maxSize;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private volatile Optional<String> failure = Optional.empty();
  private volatile Optional<String> lastReason = Optional.empty();

  /**
   * Touches no file yet. Each of the two files may have 10 MiB.
   *
   * @param folder of the sink; made with the first message where it is missing
   * @param clock tells when a message was refused
   */
  public DeadLetters(Path folder, InstantSource clock) {
    this(folder, clock, MAX_SIZE);
  }

  /** The same with files of another size, in bytes. */
  DeadLetters(Path folder, InstantSource clock, long maxSize) {
    this.folder = folder;
    this.file = folder.resolve(NAME);
    this.clock = clock;
    this.maxSize = maxSize;
  }

  /**
   * Adds a message. Doesn't throw.
   *
   * @param reason why it was refused, in one line, without secrets
   */
  public void add(Message message, String reason) {
    lastReason = Optional.of(reason);
    try {
      write(line(message, reason));
      written.incrementAndGet();
      if (failure.isPresent()) {
        LOG.info("{}: refused messages are written again; {} were lost", file, lost());
        failure = Optional.empty();
      }
    } catch (IOException e) {
      lost.incrementAndGet();
      String why = "can't write refused messages to " + file + ": " + FileFailure.reason(e);
      if (failure.isEmpty()) {
        LOG.warn("{}; make room: they are lost until then", why);
      }
      failure = Optional.of(why);
    }
  }

  /** The file that is being written; may not be there. */
  public Path file() {
    return file;
  }

  /** Why the last message was refused; empty where none was. */
  public Optional<String> lastReason() {
    return lastReason;
  }

  /** Messages that were written since the start. */
  public long written() {
    return written.get();
  }

  /** Messages that could not be written since the start. */
  public long lost() {
    return lost.get();
  }

  /** Why the last message could not be written; empty where it was. */
  public Optional<String> failure() {
    return failure;
  }

  private ByteBuffer line(Message message, String reason) throws IOException {
    String head =
        JsonText.of(
            new Head(
                message.id(),
                message.stream(),
                message.kind().wireName(),
                message.time(),
                clock.instant(),
                reason),
            Naming.SNAKE);
    byte[] start =
        (head.substring(0, head.length() - 1) + ",\"message\":").getBytes(StandardCharsets.UTF_8);
    byte[] end = {'}', '\n'};
    long length = (long) start.length + message.body().length + end.length;
    if (length > maxSize) {
      throw new IOException("the message is greater than a file may be, " + maxSize + " bytes");
    }
    return ByteBuffer.allocate((int) length).put(start).put(message.body()).put(end).flip();
  }

  private void write(ByteBuffer line) throws IOException {
    PrivateFolder.create(folder);
    if (Files.exists(file) && Files.size(file) + line.remaining() > maxSize) {
      Files.move(
          file,
          folder.resolve(PREVIOUS),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel channel =
        PrivateFile.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      append(channel, line);
    }
  }

  private static void append(FileChannel channel, ByteBuffer line) throws IOException {
    long size = channel.size();
    channel.position(size);
    try {
      if (size > 0 && !endsWithLine(channel, size)) {
        channel.write(ByteBuffer.wrap(new byte[] {'\n'})); // after what a killed process left
      }
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      try {
        channel.truncate(size);
      } catch (IOException cut) {
        e.addSuppressed(cut);
      }
      throw e;
    }
  }

  private static boolean endsWithLine(FileChannel channel, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.read(last, size - 1) == 1 && last.get(0) == '\n';
  }

  private record Head(
      String id, String stream, String type, Instant time, Instant refusedAt, String reason) {}
}
