package sluice.live;

/** Who gives a channel its video, one at a time. */
sealed interface VideoSource permits VideoTap, RemoteVideo {

  /** Whether it is this node's own source, which goes before what other nodes send. */
  boolean isOwn();
}
