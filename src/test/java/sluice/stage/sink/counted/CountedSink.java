package sluice.stage.sink.counted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.stage.sink.ResultSink;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkItem;

/** Counts results, and writes their number at the end. */
final class CountedSink implements ResultSink {
  private final Path file;
  private final int step;
  private final AtomicLong results = new AtomicLong();

  CountedSink(Path file, int step) {
    this.file = file;
    this.step = step;
  }

  @Override
  public boolean wantsPicture() {
    return false;
  }

  @Override
  public void open(SourceInfo source) {}

  @Override
  public void write(SinkItem item) {
    results.incrementAndGet();
  }

  @Override
  public SinkHealth health() {
    return SinkHealth.ofWritten(results.get());
  }

  @Override
  public Optional<Path> finish() {
    try {
      return Optional.of(Files.writeString(file, Long.toString(results.get() * step)));
    } catch (IOException e) {
      throw new SluiceException(ErrorCode.OUTPUT, "can't write " + file, e);
    }
  }

  @Override
  public Optional<Path> abort() {
    return Optional.empty();
  }
}
