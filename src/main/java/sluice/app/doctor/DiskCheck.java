package sluice.app.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.app.sink.SinkFolders;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ServiceConfig;
import sluice.core.recording.RecordingMode;
import sluice.core.util.CacheFolder;
import sluice.core.util.FileFailure;
import sluice.core.util.FolderRoom;

/**
 * A folder that Sluice writes in: whether it can, and how much room there is. One check for each
 * folder: one on a disk that hangs hides none of the others.
 */
final class DiskCheck implements DoctorCheck {
  /** With less, nothing can be relied on. */
  static final long LEAST = 64 * Sizes.MIB;

  /** With less, the next day may be too long. */
  static final long LITTLE = Sizes.GIB;

  private static final String NAME = "disk";
  private static final String OTHER_DISK = "make room, or name a folder on another disk: ";
  private static final String OTHER_FOLDER =
      "let the user that runs Sluice write there, or name another folder: ";

  private final Place place;

  /**
   * What is looked at.
   *
   * @param what it is, for messages
   * @param folder need not exist
   * @param setting what names it
   * @param wanted bytes that shall stay free there
   */
  record Place(String what, Path folder, String setting, long wanted) {
    String text() {
      return what + " " + folder;
    }
  }

  DiskCheck(Place place) {
    this.place = place;
  }

  /**
   * A check for each folder that this process's user and a configuration make Sluice write in.
   *
   * @param config absent: the cache alone
   */
  static List<DoctorCheck> all(Optional<ServiceConfig> config) {
    Set<Place> places = new LinkedHashSet<>();
    config.ifPresent(each -> addConfigured(each, places));
    List<DoctorCheck> checks = new ArrayList<>();
    places.forEach(place -> checks.add(new DiskCheck(place)));
    checks.add(new CacheCheck());
    return checks;
  }

  private static void addConfigured(ServiceConfig config, Set<Place> places) {
    places.add(new Place("state", config.dataDir(), "data-dir", LITTLE));
    boolean records =
        config.streams().values().stream()
            .anyMatch(stream -> stream.recording().mode() != RecordingMode.OFF);
    if (records) {
      places.add(
          new Place(
              "recordings",
              config.recording().folder(config.dataDir()),
              "recording.path",
              config.recording().minFreeBytes()));
    }
    for (ModelConfig model : config.models().values()) {
      model
          .cacheDir()
          .ifPresent(
              folder ->
                  places.add(
                      new Place("compiled models", folder.toAbsolutePath(), "cache-dir", LITTLE)));
    }
    config
        .sinks()
        .values()
        .forEach(
            sink ->
                SinkFolders.of(sink)
                    .ifPresent(
                        folder ->
                            places.add(
                                new Place(
                                    "results of sink " + sink.name(),
                                    folder,
                                    "sinks." + sink.name() + ".path",
                                    LITTLE))));
  }

  /** The cache, whose folder is searched for by writing, so that it can hang as others do. */
  private static final class CacheCheck implements DoctorCheck {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String subject() {
      return "cache";
    }

    @Override
    public List<Finding> run() {
      Path folder = CacheFolder.find(System.getenv(), System.getProperties()::getProperty);
      return new DiskCheck(new Place("cache", folder, CacheFolder.VARIABLE, LITTLE)).run();
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String subject() {
    return place.text();
  }

  @Override
  public List<Finding> run() {
    try {
      return List.of(judge(place, FolderRoom.test(place.folder())));
    } catch (IOException e) {
      return List.of(
          Finding.problem(
              place.text() + ": can't be written: " + FileFailure.reason(e),
              OTHER_FOLDER + place.setting()));
    }
  }

  /** Judges the room in a folder that can be written. */
  static Finding judge(Place place, FolderRoom room) {
    String found =
        "%s: %s free%s"
            .formatted(
                place.text(), Sizes.text(room.freeBytes()), room.isThere() ? "" : ", to be made");
    if (room.freeBytes() < LEAST) {
      return Finding.problem(found, OTHER_DISK + place.setting());
    }
    if (room.freeBytes() < place.wanted()) {
      return Finding.warning(
          found + ", and " + Sizes.text(place.wanted()) + " should be",
          OTHER_DISK + place.setting());
    }
    return Finding.ok(found);
  }
}
