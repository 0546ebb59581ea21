package sluice.stage.sink.delivery;

import java.nio.file.Path;

/**
 * Where messages are kept that wait or were refused.
 *
 * @param spools folder in which each sink has a folder for its spools
 * @param deadLetters folder in which each sink has a folder for its dead-letter file
 * @param overflow what happens where more waits than may
 */
public record DeliveryStorage(Path spools, Path deadLetters, SpoolOverflow overflow) {

  /** One that outlives the process, with dead letters beside the spools. */
  public static DeliveryStorage lasting(Path folder) {
    return new DeliveryStorage(folder, folder, new SpoolOverflow.DropOldest());
  }
}
