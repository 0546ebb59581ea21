package sluice.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Puts a {@link BoxStatus} together: what is missing, in words. */
final class Walls {
  private final List<String> missing = new ArrayList<>();

  /** Says that something is open, unless it isn't. */
  boolean check(boolean there, String what, String why) {
    if (!there) {
      missing.add(what + " (" + why + ")");
    }
    return there;
  }

  /**
   * The status of Landlock, and of the rest. The filter of system calls holds off what scopes do.
   *
   * @param landlock its version, 0 for none
   * @param whyNoLandlock in words, where it is missing
   * @param portsHeld whether ports are, be it without Landlock's rules
   * @param whyNoSeccomp in words; empty where the filter is there
   * @param bare whether there are no capabilities
   */
  BoxStatus status(
      int landlock, String whyNoLandlock, boolean portsHeld, String whyNoSeccomp, boolean bare) {
    boolean files = check(landlock > 0, "files", whyNoLandlock);
    boolean ports =
        check(
            portsHeld || landlock >= LandlockRights.PORTS_SINCE,
            "TCP ports",
            files ? older(landlock, LandlockRights.PORTS_SINCE) : whyNoLandlock);
    boolean scopes =
        check(
            whyNoSeccomp.isEmpty() || landlock >= LandlockRights.SCOPES_SINCE,
            "signals and abstract Unix sockets",
            files ? older(landlock, LandlockRights.SCOPES_SINCE) : whyNoLandlock);
    boolean seccomp = check(whyNoSeccomp.isEmpty(), "system calls", whyNoSeccomp);
    check(bare, "capabilities", "the process keeps those of the one that starts it");
    boolean root = Kernel.call(SystemCall.GETEUID) == 0;
    return new BoxStatus(landlock, ports, scopes, seccomp, bare, root, missing);
  }

  private static String older(int version, int since) {
    return "Landlock of this kernel is version " + version + ", they need " + since;
  }
}
