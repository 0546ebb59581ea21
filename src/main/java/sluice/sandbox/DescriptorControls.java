package sluice.sandbox;

import java.util.List;

/** Commands of {@code fcntl} and {@code ioctl} that reach other processes, or change files. */
final class DescriptorControls {
  static final int FILE_FLAGS = 0x4008_6602;
  static final int FILE_ATTRIBUTES = 0x401c_5820;
  static final int FILE_VERITY = 0x4080_6685;

  /** {@code F_SETOWN}, {@code F_SETSIG}, {@code F_SETOWN_EX}. */
  static final List<Integer> OWNERS = List.of(8, 10, 15);

  /**
   * {@code FIOSETOWN}, {@code SIOCSPGRP}; and of terminals {@code TIOCSCTTY}, {@code TIOCSPGRP},
   * {@code TIOCSTI}, {@code TIOCLINUX}; and of files {@code FS_IOC_SETFLAGS}, {@code
   * FS_IOC_FSSETXATTR}, {@code FS_IOC_ENABLE_VERITY}, for which reading is enough.
   */
  static final List<Integer> DEVICES_REFUSED =
      List.of(
          0x8901, 0x8902, 0x540e, 0x5410, 0x5412, 0x541c, FILE_FLAGS, FILE_ATTRIBUTES, FILE_VERITY);

  private DescriptorControls() {}
}
