package sluice.video.decode;

/** What the pictures after it need a packet's picture for. */
enum PictureRole {
  /** Nothing after it needs anything before it. */
  KEY,
  /** Others may be decoded from it. */
  REFERENCE,
  /** None is decoded from it. */
  DISPOSABLE,
  /** It can't be told, or the packet holds more than its picture: it must be decoded. */
  UNKNOWN
}
