package sluice.video.isolation.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a program as they were once: another version's process would not understand this
 * one's service. Folders, in which programs lie while they are developed, are not looked at, nor is
 * whether Java is the same: another one of its place does too. Thread-safe.
 */
final class ProgramFiles {
  private final Map<Path, Version> known;
  private final Optional<Path> java;

  /** A file's content as far as its time and size tell it. */
  private record Version(FileTime modified, long size) {}

  private ProgramFiles(Map<Path, Version> known, Optional<Path> java) {
    this.known = Map.copyOf(known);
    this.java = java;
  }

  /** Those of a program, as they are now. */
  static ProgramFiles of(HelperProgram program) {
    Map<Path, Version> known = new HashMap<>();
    program.classPath().forEach(file -> now(file).ifPresent(version -> known.put(file, version)));
    return new ProgramFiles(known, Optional.of(program.java()).filter(Files::isExecutable));
  }

  /** A file that is not as it was, or is gone though it is needed; absent where there is none. */
  Optional<Path> changed() {
    return known.keySet().stream()
        .filter(file -> !now(file).equals(Optional.ofNullable(known.get(file))))
        .findFirst()
        .or(() -> java.filter(file -> !Files.isExecutable(file)));
  }

  private static Optional<Version> now(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.isRegularFile()
          ? Optional.of(new Version(now.lastModifiedTime(), now.size()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // a file that can't be looked at can't be started either
    }
  }
}
