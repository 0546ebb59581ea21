package sluice.core.recording;

import java.util.Locale;

/** Why video of a stream was not recorded. */
public enum RecordingLoss {
  /** The disk was slower than the video, for longer than what may wait for it. */
  SLOW_DISK("the disk was slower than the video, for longer than what may wait for it"),
  /** Writing failed. */
  DISK_ERROR("writing failed"),
  /** There was too little room, and nothing could be deleted for it. */
  NO_ROOM("there was too little room, and nothing could be deleted for it"),
  /** The packets could not be put into a file. */
  BAD_PACKETS("the source's packets could not be put into a file"),
  /** An address that is recorded alone gave none. */
  NO_SOURCE("the address of recording.source gave none; with mode = continuous");

  private final String description;

  RecordingLoss(String description) {
    this.description = description;
  }

  /** As a label of metrics and the API have it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it says, for documentation. */
  public String description() {
    return description;
  }
}
