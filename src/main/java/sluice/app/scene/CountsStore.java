package sluice.app.scene;

import java.io.IOException;

/** Where counts of lines are kept. For one thread at a time. */
interface CountsStore {
  /** What it is, for messages. */
  String name();

  /**
   * What streams go on with that are there already; nothing where there is none.
   *
   * @throws IOException when it can't be read
   */
  KeptCounts read() throws IOException;

  /**
   * Keeps counts of all streams. Blocks until the disk has them.
   *
   * @throws IOException when they can't be written; they are offered again
   */
  void write(KeptCounts counts) throws IOException;
}
