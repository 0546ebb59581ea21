package sluice.cluster;

import java.nio.ByteBuffer;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import scala.Option;

/**
 * Engine of TLS whose handshake fails for a session that isn't wanted, where the connection is made
 * by something that looks at none. For the threads that the engine within is for.
 */
final class VerifiedSslEngine extends DelegatingSslEngine {
  private final Function<SSLSession, Option<Throwable>> verifier;

  /**
   * Verifies the session of an engine.
   *
   * @param verifier what is wrong with a session, once its peer's certificate is known
   */
  VerifiedSslEngine(SSLEngine engine, Function<SSLSession, Option<Throwable>> verifier) {
    super(engine);
    this.verifier = verifier;
  }

  private SSLEngineResult verified(SSLEngineResult result) throws SSLException {
    if (result.getHandshakeStatus() == HandshakeStatus.FINISHED
        && verifier.apply(getSession()).isDefined()) {
      throw new SSLPeerUnverifiedException("the peer is no node of this cluster");
    }
    return result;
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to)
      throws SSLException {
    return verified(super.wrap(from, offset, length, to));
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
      throws SSLException {
    return verified(super.unwrap(from, to, offset, length));
  }
}
