package sluice.sandbox;

/** Rights of Landlock, bit by bit, and the version of it that knows them. */
final class LandlockRights {
  static final long EXECUTE = 1;
  static final long WRITE_FILE = 1 << 1;
  static final long READ_FILE = 1 << 2;
  static final long READ_DIR = 1 << 3;
  static final long TRUNCATE = 1 << 14;

  static final long BIND_TCP = 1;
  static final long CONNECT_TCP = 1 << 1;

  /** The version from which ports are known. */
  static final int PORTS_SINCE = 4;

  /** The version from which scopes are known: abstract Unix sockets, and signals. */
  static final int SCOPES_SINCE = 6;

  private static final int TRUNCATE_SINCE = 3;
  private static final int RENAMING_SINCE = 2;
  private static final int DEVICES_SINCE = 5;

  /** All from executing (bit 0) to making a link (bit 12). */
  private static final long FIRST = (1 << 13) - 1;

  private static final long RENAMING = 1 << 13;
  private static final long DEVICES = 1 << 15;
  private static final long SCOPES = 0b11;

  private LandlockRights() {}

  /** All rights over files that a version knows. */
  static long files(int version) {
    return FIRST
        | (version >= RENAMING_SINCE ? RENAMING : 0)
        | (version >= TRUNCATE_SINCE ? TRUNCATE : 0)
        | (version >= DEVICES_SINCE ? DEVICES : 0);
  }

  /** All rights over ports that a version knows; 0 for one that knows no ports. */
  static long ports(int version) {
    return version >= PORTS_SINCE ? BIND_TCP | CONNECT_TCP : 0;
  }

  /** All scopes that a version knows; 0 for one that knows none. */
  static long scopes(int version) {
    return version >= SCOPES_SINCE ? SCOPES : 0;
  }
}
