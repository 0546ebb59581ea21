package sluice.sandbox;

import java.util.List;

/**
 * What of a box is in force, or can be on this machine.
 *
 * @param landlockVersion of the kernel's Landlock; 0: there is none
 * @param ports whether connections are limited to ports
 * @param scopes whether signals and abstract sockets stay within the box
 * @param seccomp whether system calls are refused
 * @param capabilitiesDropped whether it has no capabilities
 * @param root whether the user is root
 * @param missing one item for each wall that isn't there, in words for the user
 */
public record BoxStatus(
    int landlockVersion,
    boolean ports,
    boolean scopes,
    boolean seccomp,
    boolean capabilitiesDropped,
    boolean root,
    List<String> missing) {

  /** Keeps its own copy. */
  public BoxStatus {
    missing = List.copyOf(missing);
  }

  /** Whether nothing is missing. */
  public boolean isWhole() {
    return missing.isEmpty();
  }
}
