package sluice.http.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import sluice.core.Direction;
import sluice.core.scene.ObjectReport;

/**
 * The port that tells of streams' objects, lines and zones. A stream that is unknown, or doesn't
 * track, has none. Thread-safe; never blocks.
 */
public interface ScenePort {

  /**
   * Objects of a stream.
   *
   * @param now those that are there, in the order of their starts
   * @param recent those that ended in the last hour, the newest first
   * @param pictured numbers of those whose pictures are kept
   */
  record Objects(List<ObjectReport> now, List<ObjectReport> recent, Set<Long> pictured) {
    /** No objects. */
    public static final Objects NONE = new Objects(List.of(), List.of(), Set.of());

    /** Keeps copies of the lists and the set. */
    public Objects {
      pictured = Set.copyOf(pictured);
      now = List.copyOf(now);
      recent = List.copyOf(recent);
    }
  }

  /**
   * Who is in a zone.
   *
   * @param counts objects inside by label
   * @param total of all labels
   * @param crowded whether they are more than is wanted
   */
  record Occupancy(Map<String, Integer> counts, int total, boolean crowded) {
    /** An empty zone. */
    public static final Occupancy NONE = new Occupancy(Map.of(), 0, false);

    /** Keeps a copy of the counts. */
    public Occupancy {
      counts = Map.copyOf(counts);
    }
  }

  /** Objects of a stream. */
  Objects objects(String stream);

  /**
   * The best picture of an object as JPEG, not changed any more; empty where there is no such
   * object, or none was taken or kept of it.
   */
  CompletionStage<Optional<byte[]>> picture(String stream, long object);

  /** Crossings of a stream's lines so far, by line, direction and label. */
  Map<String, Map<Direction, Map<String, Long>>> crossings(String stream);

  /** Who is in a stream's zones; a zone that is empty may be left out. */
  Map<String, Occupancy> occupancy(String stream);

  /**
   * Begins to count a stream's crossings anew.
   *
   * @param line which line's; absent: all lines'
   */
  void reset(String stream, Optional<String> line);
}
