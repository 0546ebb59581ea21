package sluice.recording.export;

import java.io.IOException;

/** Who watches over a copy. */
interface CopyWatch {
  /** Whether it is still wanted. */
  boolean mayGoOn();

  /** So many bytes more were read. */
  void read(long bytes);

  /**
   * Checks the disk, again and again while it is written to.
   *
   * @throws IOException when there is too little room left on it
   */
  void requireRoom() throws IOException;
}
