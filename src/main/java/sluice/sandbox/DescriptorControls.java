package sluice.sandbox;

import java.util.List;

/** Commands of {@code fcntl} and {@code ioctl} that reach other processes. */
final class DescriptorControls {
  /** {@code F_SETOWN}, {@code F_SETSIG}, {@code F_SETOWN_EX}. */
  static final List<Integer> OWNERS = List.of(8, 10, 15);

  /**
   * {@code FIOSETOWN}, {@code SIOCSPGRP}; and of terminals {@code TIOCSCTTY}, {@code TIOCSPGRP},
   * {@code TIOCSTI}, {@code TIOCLINUX}.
   */
  static final List<Integer> DEVICE_OWNERS =
      List.of(0x8901, 0x8902, 0x540e, 0x5410, 0x5412, 0x541c);

  private DescriptorControls() {}
}
