package sluice.stage.sink.jsonl;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.util.Backoff;
import sluice.core.util.FileFailure;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.ReopenDelay;
import sluice.stage.sink.ResultSink;
import sluice.stage.sink.SinkEvent;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkItem;
import sluice.stage.sink.files.RotatingFiles;
import sluice.stage.sink.files.RotationPolicy;
import sluice.stage.sink.json.DetectionJson;
import sluice.stage.sink.json.MessageFactory;

/**
 * The rotating JSON Lines sink, made for months: frames with the members of {@link DetectionJson},
 * events with those of messages ({@link MessageFactory}), in the order in which they were told. It
 * rotates its file by size and by day, with closed files compressed and deleted by its retention
 * settings. It goes on in a file that is there, after its last whole line.
 *
 * <p>It never fails. Where a line can't be written, for the disk is full or the folder gone, the
 * line is lost and counted, the sink is degraded, and the next attempt comes after a while, at
 * first a second. {@link #health} may be asked by any thread.
 */
public final class JsonLinesSeries implements ResultSink {
  private static final Logger LOG = LoggerFactory.getLogger(JsonLinesSeries.class);
  private static final Duration CHECK = Duration.ofSeconds(1);

  private final RotatingFiles files;
  private final LongSupplier nanoTime;
  private final MessageFactory messages;

  private @Nullable DetectionJson line;
  private @Nullable LineOutput output;
  private final Backoff delay = ReopenDelay.create();
  private long nextAttempt;
  private long unchecked;
  private long nextCheck;
  private volatile SinkHealth health = SinkHealth.ofWritten(0);

  /**
   * A series that isn't open yet.
   *
   * @param stream the stream's id
   * @param clock gives the day, and the age of files
   * @param nanoTime spaces attempts to write; never goes back
   * @param housekeeping compresses and deletes closed files, one task at a time
   */
  public JsonLinesSeries(
      String stream,
      RotationPolicy policy,
      Clock clock,
      LongSupplier nanoTime,
      Housekeeping housekeeping) {
    this.messages = new MessageFactory(stream);
    this.files = new RotatingFiles(policy, clock, housekeeping);
    this.nanoTime = nanoTime;
  }

  @Override
  public SinkHealth health() {
    return health;
  }

  @Override
  public boolean wantsPicture() {
    return false;
  }

  @Override
  public void open(SourceInfo source) {
    line = new DetectionJson(source.name());
    try {
      if (output == null) {
        output = reopen();
      }
      files.applyRetention();
    } catch (IOException | RuntimeException e) {
      degrade(e, 0);
    }
  }

  @Override
  public void write(SinkItem item) {
    DetectionJson made = line;
    if (made == null) {
      throw new IllegalStateException("the sink is not open");
    }
    if (isWaiting()) {
      return;
    }
    try {
      made.makeLine(item);
      writeLine(made.array(), made.length());
      recovered();
    } catch (IOException | RuntimeException e) {
      degrade(e, 1);
    }
  }

  @Override
  public void write(SinkEvent event) {
    if (isWaiting()) {
      return;
    }
    try {
      byte[] body = messages.ofEvent(event).body();
      byte[] made = Arrays.copyOf(body, body.length + 1);
      made[body.length] = '\n';
      writeLine(made, made.length);
      recovered();
    } catch (IOException | RuntimeException e) {
      degrade(e, 1);
    }
  }

  /** Whether the next attempt has yet to come; what is to be written is lost then. */
  private boolean isWaiting() {
    boolean waits = output == null && nanoTime.getAsLong() - nextAttempt < 0;
    if (waits) {
      health = health.losing(LossCause.FAILED, 1);
    }
    return waits;
  }

  private void writeLine(byte[] line, int length) throws IOException {
    checkFile();
    LineOutput current = output;
    if (current == null) {
      current = reopen();
      output = current;
    }
    if (current.isFile() && files.isDue(current.wholeBytes(), length)) {
      unchecked = 0;
      output = null;
      current.close();
      files.rotate();
      current = reopen();
      output = current;
    }
    current.write(line, length);
    unchecked++;
  }

  /**
   * Looks, once in a while, whether the file is still there under its name; where it was deleted,
   * moved away or cut, what was written since the last look counts as lost, and another is begun.
   */
  private void checkFile() throws IOException {
    LineOutput current = output;
    long now = nanoTime.getAsLong();
    if (current == null || now - nextCheck < 0) {
      return;
    }
    nextCheck = now + CHECK.toNanos();
    if (current.isInPlace()) {
      unchecked = 0;
      return;
    }
    output = null;
    closeQuietly(current);
    LOG.warn(
        "{} was deleted, moved away or cut; it is begun again, and {} results are lost",
        files.file(),
        unchecked);
    SinkHealth before = health;
    health =
        new SinkHealth(
                before.healthy(),
                before.written(),
                before.losses(),
                Optional.of(files.file() + " was deleted, moved away or cut"))
            .losing(LossCause.GONE, unchecked);
    unchecked = 0;
  }

  /** Opens the file that is there, or begins one. */
  private LineOutput reopen() throws IOException {
    nextCheck = nanoTime.getAsLong() + CHECK.toNanos();
    unchecked = 0;
    files.prepare();
    return LineOutput.append(files.file());
  }

  private void recovered() {
    SinkHealth before = health;
    health = new SinkHealth(true, before.written() + 1, before.losses(), before.lastError());
    if (!before.healthy()) {
      delay.reset();
      LOG.info("{}: results are written again; {} were lost", files.file(), before.lost());
    }
  }

  private void degrade(Exception cause, int lost) {
    String message = message(cause);
    if (health.healthy()) {
      LOG.warn("{}; results are lost until they can be written again", message);
    }
    health =
        new SinkHealth(false, health.written(), health.losses(), Optional.of(message))
            .losing(LossCause.FAILED, lost);
    LineOutput broken = output;
    output = null;
    if (broken != null) {
      closeQuietly(broken);
    }
    nextAttempt = nanoTime.getAsLong() + delay.next().toNanos();
  }

  private String message(Exception cause) {
    if (cause instanceof IOException failure) {
      return "can't write results to " + files.file() + ": " + FileFailure.reason(failure);
    }
    return cause instanceof SluiceException known
        ? String.valueOf(known.getMessage())
        : "can't write results to " + files.file() + ": an internal error, " + cause.getMessage();
  }

  private void closeQuietly(LineOutput broken) {
    try {
      broken.close();
    } catch (SluiceException e) {
      LOG.debug("{} was not closed in order", files.file(), e);
    }
  }

  /**
   * Closes the file that is being written, which keeps its name and is gone on with later.
   *
   * @throws SluiceException OUTPUT when the system reports a late failure
   */
  @Override
  public Optional<Path> finish() {
    files.release();
    LineOutput current = output;
    output = null;
    if (current == null) {
      if (!health.healthy()) {
        throw new SluiceException(
            ErrorCode.OUTPUT, health.lastError().orElse("results were not written"));
      }
      return Optional.empty();
    }
    current.close();
    return Optional.of(files.file());
  }

  @Override
  public Optional<Path> abort() {
    files.release();
    LineOutput current = output;
    output = null;
    if (current == null) {
      return Optional.empty();
    }
    closeQuietly(current);
    return Optional.of(files.file());
  }
}
