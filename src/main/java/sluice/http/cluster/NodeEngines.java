package sluice.http.cluster;

import javax.net.ssl.SSLEngine;

/**
 * TLS between nodes. Each engine authenticates both sides by the cluster's certificates, or fails
 * its handshake. Thread-safe.
 */
public interface NodeEngines {
  /** For a connection that another node made. */
  SSLEngine server();

  /** For a connection to another node. */
  SSLEngine client(String host, int port);
}
