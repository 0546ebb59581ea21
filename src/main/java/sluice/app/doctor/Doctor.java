package sluice.app.doctor;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at what this machine has and lacks for running Sluice. */
@FunctionalInterface
public interface Doctor {

  /**
   * Runs all checks, one after the other. Takes as long as they may take at the most, whatever
   * hangs; throws nothing for what they find.
   *
   * @param file the configuration that the user named; absent: the usual one
   * @param each called with each finding as soon as it is there, on the caller's thread
   */
  DoctorReport examine(Optional<Path> file, Consumer<DoctorReport.Entry> each);
}
