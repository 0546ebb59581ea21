package sluice.video.proxy;

import java.io.IOException;
import java.io.InputStream;

/** Copies a connection through the proxy, each direction on a thread of its own, to its end. */
interface Relay {
  /** Where bytes go. */
  @FunctionalInterface
  interface Target {
    /** Writes the first bytes of a buffer. */
    void write(byte[] bytes, int length) throws IOException;
  }

  /** Copies bytes as they are. */
  Relay PLAIN = new Relay() {};

  /** Bytes of the server's that are copied at a time. */
  int FROM_SERVER = 64 * 1024;

  /** Bytes of FFmpeg's that are copied at a time. */
  int FROM_CLIENT = 4 * 1024;

  /** Copies what FFmpeg says. */
  default void requests(InputStream client, Target server) throws IOException {
    copy(client, FROM_CLIENT, server);
  }

  /**
   * Copies what the server says.
   *
   * @param client gets what may be learned from
   * @param media gets what is media for certain
   */
  default void answers(InputStream server, Target client, Target media) throws IOException {
    copy(server, FROM_SERVER, client);
  }

  /** Copies bytes to the end of a stream. */
  static void copy(InputStream from, int size, Target to) throws IOException {
    byte[] buffer = new byte[size];
    int length;
    while ((length = from.read(buffer)) >= 0) {
      to.write(buffer, length);
    }
  }
}
