package sluice.testing;

import java.io.IOException;

/** Programs of this machine that tests use where there are any. */
final class Programs {
  private Programs() {}

  /** Whether a program of FFmpeg's is on the path. */
  static boolean isInstalled(String name) {
    try {
      Process process = new ProcessBuilder(name, "-version").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
