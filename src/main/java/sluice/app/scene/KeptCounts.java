package sluice.app.scene;

import java.util.Map;
import sluice.core.Direction;

/**
 * Crossings of lines as they are kept over a restart.
 *
 * @param schema version of the form
 * @param streams by stream, line, direction and label; streams without any are left out
 */
record KeptCounts(int schema, Map<String, Map<String, Map<Direction, Map<String, Long>>>> streams) {
  /** The version that this program writes. */
  static final int SCHEMA = 1;

  /** Nothing was counted. */
  static final KeptCounts NONE = new KeptCounts(Map.of());

  KeptCounts(Map<String, Map<String, Map<Direction, Map<String, Long>>>> streams) {
    this(SCHEMA, streams);
  }
}
