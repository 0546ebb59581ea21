package sluice.stage.sink.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** A process that appends to a spool until it is killed, or can't: {@code SpoolChild FOLDER}. */
public final class SpoolChild {
  private SpoolChild() {}

  /** Prints the number of each record once it is appended, and why the first one couldn't be. */
  public static void main(String[] args) throws IOException {
    Spool spool = Spool.open(Path.of(args[0]), SpoolFolder.WIDE, InstantSource.system());
    int number = 0;
    try {
      while (true) {
        spool.append(SpoolFolder.record(number));
        System.out.println(number);
        number++;
      }
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
    Runtime.getRuntime().halt(0); // nothing is closed in order
  }
}
