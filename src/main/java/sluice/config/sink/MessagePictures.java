package sluice.config.sink;

/** Which pictures go along with messages. */
public enum MessagePictures {
  /** None. */
  NONE,
  /** The object that an event tells of, cut out; its best picture where there is one. */
  CROP,
  /** The whole picture of the frame. */
  FRAME
}
