package sluice.core.util;

/** Renegotiation of TLS that a client asks for: it costs the client little and the server much. */
public final class TlsRenegotiation {
  private static final String REFUSED = "jdk.tls.rejectClientInitiatedRenegotiation";

  private TlsRenegotiation() {}

  /**
   * Has this process refuse it, unless an operator says otherwise. The JDK looks when TLS is used
   * first: to be called before that, by whatever serves TLS.
   */
  public static void refuse() {
    if (System.getProperty(REFUSED) == null) {
      System.setProperty(REFUSED, "true");
    }
  }
}
