package sluice.core;

import java.util.Locale;

/** How many of a source's pictures are decoded. */
public enum DecodeMode {
  /** All of them. */
  ALL,
  /** Those that are wanted, and those that they are decoded from. */
  REFERENCE,
  /** Those that are wanted, of key frames only: each is decoded from nothing but itself. */
  KEY;

  /** In lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
