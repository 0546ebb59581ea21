package sluice.cluster;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * Engine of TLS that tells what its peer was refused for, once. For the threads that the engine
 * within is for.
 */
final class WatchedSslEngine extends DelegatingSslEngine {
  private final Consumer<Exception> refused;
  private boolean told;

  /**
   * Watches an engine.
   *
   * @param refused told why, by the thread that works with the engine
   */
  WatchedSslEngine(SSLEngine engine, Consumer<Exception> refused) {
    super(engine);
    this.refused = refused;
  }

  private void tell(Exception failure) {
    if (!told) {
      told = true;
      refused.accept(failure);
    }
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to)
      throws SSLException {
    try {
      return super.wrap(from, offset, length, to);
    } catch (SSLException e) {
      tell(e);
      throw e;
    }
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
      throws SSLException {
    try {
      return super.unwrap(from, to, offset, length);
    } catch (SSLException e) {
      tell(e);
      throw e;
    }
  }
}
