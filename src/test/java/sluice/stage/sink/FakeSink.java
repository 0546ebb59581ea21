package sluice.stage.sink;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;

/** Fake sink: writes as many items as allowed, records calls, fails on command. */
final class FakeSink implements ResultSink {
  final Semaphore allowed = new Semaphore(0);
  final CountDownLatch writing = new CountDownLatch(1);
  final List<String> calls = new CopyOnWriteArrayList<>();
  String failing = "";
  Throwable failure = new SluiceException(ErrorCode.OUTPUT, "the disk is full");
  boolean wantsPicture = true;
  final AtomicLong written = new AtomicLong();
  Optional<Path> left = Optional.empty();

  @Override
  public boolean wantsPicture() {
    return wantsPicture;
  }

  @Override
  public void open(SourceInfo source) {
    call("open");
  }

  @Override
  public void write(SinkItem item) {
    writing.countDown();
    allowed.acquireUninterruptibly();
    call("write " + item.frameNumber());
    written.incrementAndGet();
  }

  @Override
  public SinkHealth health() {
    return SinkHealth.ofWritten(written.get());
  }

  @Override
  public Optional<Path> finish() {
    call("finish");
    return Optional.of(Path.of("out"));
  }

  @Override
  public Optional<Path> abort() {
    call("abort");
    return left;
  }

  private void call(String name) {
    calls.add(name);
    if (name.equals(failing)) {
      throwIt();
    }
  }

  private void throwIt() {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
