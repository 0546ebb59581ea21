package sluice.core;

/** Which pictures of a source may be left undecoded. */
public enum DecodeChoice {
  /** Those that are not wanted and that no wanted one needs, where the source allows that. */
  AUTO,
  /** None. */
  ALL
}
