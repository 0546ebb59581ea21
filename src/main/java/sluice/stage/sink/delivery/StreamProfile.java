package sluice.stage.sink.delivery;

import java.util.List;

/**
 * What a stream tells of, for far sides that want to be told beforehand.
 *
 * @param id the stream
 * @param lines names of its lines, sorted
 * @param zones names of its zones, sorted
 */
public record StreamProfile(String id, List<String> lines, List<String> zones) {

  /** Keeps copies of the lists. */
  public StreamProfile {
    lines = List.copyOf(lines);
    zones = List.copyOf(zones);
  }
}
