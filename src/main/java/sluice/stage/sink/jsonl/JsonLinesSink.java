package sluice.stage.sink.jsonl;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.stage.sink.OutputPlace;
import sluice.stage.sink.ResultSink;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkItem;
import sluice.stage.sink.json.DetectionJson;

/**
 * The JSON Lines sink of a single run: writes each result as a line (see {@link DetectionJson} for
 * its members) to a file or to standard output. Lines are written whole and at once, so that the
 * file can be read while it grows; it has its own name from the start. A file without a line is
 * removed at the end.
 */
public final class JsonLinesSink implements ResultSink {

  /** What stands for standard output in place of a file's name. */
  public static final String STANDARD_OUTPUT = "-";

  private final Optional<Path> file;
  private final Supplier<LineOutput> opener;
  private final LongAdder written = new LongAdder();
  private @Nullable LineOutput output;
  private @Nullable DetectionJson line;

  private JsonLinesSink(Optional<Path> file, Supplier<LineOutput> opener) {
    this.file = file;
    this.opener = opener;
  }

  /**
   * A sink that isn't open yet.
   *
   * @param target a file, or {@code -} for standard output
   * @param force whether a file that exists is overwritten
   * @throws SluiceException OUTPUT when the file exists or its place can't be written; nothing was
   *     touched
   */
  public static JsonLinesSink to(String target, boolean force) {
    if (target.equals(STANDARD_OUTPUT)) {
      return new JsonLinesSink(Optional.empty(), LineOutput::standard);
    }
    Path path = Path.of(target);
    OutputPlace.check(path, force);
    return new JsonLinesSink(Optional.of(path), () -> LineOutput.file(path, force));
  }

  @Override
  public boolean wantsPicture() {
    return false;
  }

  @Override
  public void open(SourceInfo source) {
    line = new DetectionJson(source.name());
    output = opener.get();
  }

  @Override
  public void write(SinkItem item) {
    if (output == null || line == null) {
      throw new IllegalStateException("the sink is not open");
    }
    line.makeLine(item);
    output.write(line.array(), line.length());
    written.increment();
  }

  @Override
  public SinkHealth health() {
    return SinkHealth.ofWritten(written.sum());
  }

  @Override
  public Optional<Path> finish() {
    if (output == null) {
      throw new IllegalStateException("the sink is not open");
    }
    if (output.isEmpty()) {
      return abort();
    }
    output.close();
    output = null;
    return file;
  }

  @Override
  public Optional<Path> abort() {
    LineOutput open = output;
    output = null;
    return open != null && open.abandon() ? file : Optional.empty();
  }
}
