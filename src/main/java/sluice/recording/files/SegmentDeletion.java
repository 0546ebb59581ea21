package sluice.recording.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sluice.core.util.FileFailure;
import sluice.core.util.PrivateFolder;

/**
 * Deletes files of recordings with what marks them, files of their events, and the folders of hours
 * and days that are empty then.
 */
public final class SegmentDeletion {
  private SegmentDeletion() {}

  /**
   * What came of it.
   *
   * @param gone files that are gone for good, whoever deleted them
   * @param failed files that may still be there
   * @param reason why the last of them is, in a few words; empty where none is
   */
  public record Outcome(List<String> gone, List<String> failed, String reason) {}

  /**
   * Deletes files and waits until that is on the disk. Names that no recording has are left alone
   * and said to be gone. Blocks on the disk.
   *
   * @param folder the store's; where it isn't there, nothing is gone: its disk may come back
   * @param files paths below it
   */
  public static Outcome delete(Path folder, Collection<String> files) {
    List<String> gone = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      failed.addAll(files);
      return new Outcome(gone, failed, "the folder of recordings isn't there");
    }
    String reason = "";
    Map<Path, List<String>> byFolder = new TreeMap<>();
    for (String file : files) {
      boolean isVideo = SegmentPath.parse(file).isPresent();
      if (!isVideo && EventPath.parse(file).isEmpty()) {
        gone.add(file);
        continue;
      }
      Path place = folder.resolve(file);
      try {
        Files.deleteIfExists(place);
        if (isVideo) {
          MotionMark.delete(place);
        }
        byFolder.computeIfAbsent(parent(place), any -> new ArrayList<>()).add(file);
      } catch (IOException e) {
        failed.add(file);
        reason = FileFailure.reason(e);
      }
    }
    for (Map.Entry<Path, List<String>> hour : byFolder.entrySet()) {
      try {
        force(hour.getKey());
        gone.addAll(hour.getValue());
      } catch (IOException e) {
        failed.addAll(hour.getValue());
        reason = FileFailure.reason(e);
      }
    }
    return new Outcome(gone, failed, reason);
  }

  /** Removes the folder of an hour, and that of its day, if they are empty; forces what is left. */
  private static void force(Path hour) throws IOException {
    Path left = hour;
    for (int i = 1; i < SegmentPath.FOLDERS && removeIfEmpty(left); i++) {
      left = parent(left);
    }
    try {
      PrivateFolder.force(left);
    } catch (NoSuchFileException e) {
      // Somebody else has removed it.
    }
  }

  private static boolean removeIfEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
      return true;
    } catch (IOException e) {
      return false; // there is something in it, as a rule
    }
  }

  private static Path parent(Path place) {
    Path parent = place.getParent();
    return parent == null ? place : parent; // never: a file is below the store's folder
  }
}
