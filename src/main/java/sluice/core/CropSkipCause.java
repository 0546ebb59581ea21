package sluice.core;

import java.util.Locale;

/** Why a second model was not asked of an object, or its answer not used. */
public enum CropSkipCause {
  /** It was asked of as many objects a second as its budget allows. */
  BUDGET,
  /** All of its requests were at work. */
  BUSY,
  /** The object is too small. */
  SMALL,
  /** The object had ended when the answer came. */
  GONE;

  /** Its name in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
