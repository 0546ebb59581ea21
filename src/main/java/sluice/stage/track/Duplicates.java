package sluice.stage.track;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds objects of which there are two: both seen, with boxes that are all but the same, in some
 * frames in a row. Models that don't suppress overlapping boxes give such ones. For one thread.
 */
final class Duplicates {
  private static final double SAME = 0.85;
  private static final int FRAMES = 3;

  /** The younger ones of pairs that are one object after this frame. */
  List<Track> find(List<Track> tracks, long frame) {
    List<Track> found = List.of();
    for (int i = 1; i < tracks.size(); i++) {
      Track younger = tracks.get(i);
      if (younger.lastFrame != frame) {
        continue;
      }
      younger.doubled = isDouble(tracks, i, frame) ? younger.doubled + 1 : 0;
      if (younger.doubled >= FRAMES) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(younger);
      }
    }
    return found;
  }

  private static boolean isDouble(List<Track> tracks, int number, long frame) {
    Track track = tracks.get(number);
    for (int i = 0; i < number; i++) {
      Track older = tracks.get(i);
      if (older.lastFrame == frame
          && older.label == track.label
          && older.detection.box().intersectionOverUnion(track.detection.box()) > SAME) {
        return true;
      }
    }
    return false;
  }
}
