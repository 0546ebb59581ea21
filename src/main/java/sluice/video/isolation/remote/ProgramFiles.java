package sluice.video.isolation.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a program as they were once: another version's process would not understand this
 * one's service. Folders, in which programs lie while they are developed, are not looked at.
 * Thread-safe.
 */
final class ProgramFiles {
  private final Map<Path, Version> known;

  /** Without them the program runs too, if more slowly. */
  private final Set<Path> dispensable;

  /** A file's content as far as its time and size tell it. */
  private record Version(FileTime modified, long size) {}

  private ProgramFiles(Map<Path, Version> known, Set<Path> dispensable) {
    this.known = Map.copyOf(known);
    this.dispensable = Set.copyOf(dispensable);
  }

  /** Those of a program, as they are now. */
  static ProgramFiles of(HelperProgram program) {
    Map<Path, Version> known = new HashMap<>();
    Stream.of(program.classPath(), program.cache(), Set.of(program.java()))
        .flatMap(files -> files.stream())
        .forEach(file -> now(file).ifPresent(version -> known.put(file, version)));
    return new ProgramFiles(known, new HashSet<>(program.cache()));
  }

  /** A file that is not as it was, or is gone though it is needed; absent where there is none. */
  Optional<Path> changed() {
    return known.keySet().stream().filter(this::isChanged).findFirst();
  }

  private boolean isChanged(Path file) {
    Optional<Version> now = now(file);
    return now.isEmpty()
        ? !dispensable.contains(file)
        : !now.equals(Optional.ofNullable(known.get(file)));
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
