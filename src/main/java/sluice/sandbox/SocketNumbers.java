package sluice.sandbox;

import java.util.List;

/** Families, types, protocols and options of sockets on Linux. */
final class SocketNumbers {
  static final int UNIX = 1;

  /** IPv4 and IPv6. */
  static final List<Integer> INTERNET = List.of(2, 10);

  static final int STREAM = 1;
  static final int DATAGRAM = 2;

  /** The bits of a type beside which there are flags. */
  static final int TYPE_MASK = 0xf;

  /** The default of a stream, and the same by its number; others are MPTCP or SCTP. */
  static final List<Integer> TCP = List.of(0, 6);

  static final List<Integer> UDP = List.of(0, 17);

  /** The flag of a message that connects as it is sent, past the check of a port. */
  static final int FAST_OPEN = 0x2000_0000;

  /** Levels of options. */
  static final int LEVEL_SOCKET = 1;

  static final int LEVEL_TCP = 6;

  /** Connects with the first message; and other protocols above TCP in the kernel. */
  static final List<Integer> TCP_OPTIONS_REFUSED = List.of(30, 31);

  /** Filter programs on sockets. */
  static final List<Integer> SOCKET_OPTIONS_REFUSED = List.of(26, 50, 51, 52);

  private SocketNumbers() {}
}
