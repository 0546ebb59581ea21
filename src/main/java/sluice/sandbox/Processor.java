package sluice.sandbox;

/** Processors by what a filter of system calls must know of them. */
enum Processor {
  /** With the calls of 32 bits and of x32 beside its own: other numbers for the same calls. */
  X86_64(0xC000_003E),
  AARCH64(0xC000_00B7),
  OTHER(0);

  /** The one that this JVM runs on. */
  static final Processor CURRENT =
      switch (System.getProperty("os.arch", "")) {
        case "amd64", "x86_64" -> X86_64;
        case "aarch64" -> AARCH64;
        default -> OTHER;
      };

  private final int auditArchitecture;

  Processor(int auditArchitecture) {
    this.auditArchitecture = auditArchitecture;
  }

  /** What the kernel calls it ({@code AUDIT_ARCH_...}). */
  int auditArchitecture() {
    return auditArchitecture;
  }
}
