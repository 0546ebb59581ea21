package sluice.core.model;

/** The order of the three colours in a packed pixel. */
public enum ChannelOrder {
  /** Blue first. */
  BGR,
  /** Red first. */
  RGB
}
