package sluice.core;

/** How the media of an RTSP source is to travel. */
public enum TransportChoice {
  /** Within the connection, or as datagrams where the server refuses that (461). */
  AUTO,
  /** Within the connection (RTP over TCP): nothing is lost, what the network delays comes later. */
  TCP,
  /** As datagrams (RTP over UDP): what the network loses is missing. */
  UDP
}
