package sluice.video.isolation.protocol;

/** The kinds of messages; a message begins with its kind's place in this list. */
enum MessageKind {
  READY,
  OPENED,
  READING,
  STREAMS,
  SHAPE,
  PICTURE,
  PACKET,
  CONFIGURATION,
  PASSED,
  DEMAND,
  FULL,
  ENDED,
  FAILED,
  LOG
}
