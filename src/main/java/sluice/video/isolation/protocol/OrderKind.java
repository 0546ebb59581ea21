package sluice.video.isolation.protocol;

/** The kinds of orders; an order begins with its kind's place in this list. */
enum OrderKind {
  OPEN,
  SERVE,
  NEXT,
  FREE,
  PACKETS,
  ANSWER,
  CLOSE
}
