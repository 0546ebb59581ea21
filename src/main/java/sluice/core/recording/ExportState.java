package sluice.core.recording;

import java.util.Locale;

/** How far an export has come. */
public enum ExportState {
  /** Others are made before it. */
  WAITING,
  /** It is being made. */
  RUNNING,
  /** Its files can be downloaded. */
  DONE,
  /** It could not be made. */
  FAILED;

  /** As the API has it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
