package sluice.core.recording;

import java.util.Locale;

/** Why video of a stream was not recorded. */
public enum RecordingLoss {
  /** The disk was slower than the video, for longer than what may wait for it. */
  SLOW_DISK,
  /** Writing failed. */
  DISK_ERROR,
  /** There was too little room, and nothing could be deleted for it. */
  NO_ROOM,
  /** The packets could not be put into a file. */
  BAD_PACKETS;

  /** As a label of metrics and the API have it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
