package sluice.sandbox;

/** Options of {@code prctl}: what a process asks for itself, or of itself. */
final class ProcessControl {
  static final int SET_DEATH_SIGNAL = 1;
  static final int GET_DEATH_SIGNAL = 2;
  static final int GET_DUMPABLE = 3;
  static final int SET_DUMPABLE = 4;
  static final int SET_NAME = 15;
  static final int GET_NAME = 16;
  static final int GET_SECCOMP = 21;
  static final int READ_BOUNDING_CAPABILITY = 23;
  static final int DROP_BOUNDING_CAPABILITY = 24;
  static final int SET_TIMER_SLACK = 29;
  static final int GET_TIMER_SLACK = 30;
  static final int SET_NO_NEW_PRIVILEGES = 38;
  static final int GET_NO_NEW_PRIVILEGES = 39;
  static final int GET_HUGE_PAGES_OFF = 42;
  static final int AMBIENT_CAPABILITIES = 47;

  /** Vector lengths of aarch64, which the JVM and codecs look at. */
  static final int GET_VECTOR_LENGTH = 51;

  /** Names memory in lists of mappings, as allocators do. */
  static final int SET_MEMORY_NAME = 0x5356_4d41;

  /** For {@link #AMBIENT_CAPABILITIES}: none any more. */
  static final int CLEAR_ALL = 4;

  private ProcessControl() {}
}
