package sluice.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A port that is free on addresses of loopback, for processes that listen there later. It is none
 * of those that systems give to whoever asks for any port, so that nobody takes it meanwhile.
 */
public final class FreePort {
  private static final int LOWEST = 15_000;
  private static final int BEYOND = 30_000;
  private static final int TRIES = 100;
  private static final int ADDRESSES = 8;

  /** None is given twice. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /** Such a port of 127.0.0.1 to 127.0.0.8, for clusters of up to eight nodes. */
  public static int ofLoopback() {
    for (int i = 0; i < TRIES; i++) {
      int port = RandomGenerator.getDefault().nextInt(LOWEST, BEYOND);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + LOWEST + " and " + BEYOND);
  }

  private static boolean isFree(int port) {
    for (int last = 1; last <= ADDRESSES; last++) {
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName("127.0.0." + last))) {
        // it could be had
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
