package sluice.sandbox;

import java.util.List;

/**
 * What of a box is in force, or can be.
 *
 * @param landlockVersion of the kernel's Landlock, which walls off files; 0: none
 * @param ports whether TCP ports are restricted
 * @param scopes whether signals and abstract Unix sockets to processes outside are, by Landlock or
 *     by the filter of system calls
 * @param seccomp whether system calls are
 * @param capabilitiesDropped whether the process has no capability and can't get one
 * @param root whether it is user 0, who owns most files even without capabilities
 * @param missing plain English, one item for each wall that isn't there
 */
public record BoxStatus(
    int landlockVersion,
    boolean ports,
    boolean scopes,
    boolean seccomp,
    boolean capabilitiesDropped,
    boolean root,
    List<String> missing) {
  public BoxStatus {
    missing = List.copyOf(missing);
  }

  /** Whether no wall is missing. */
  public boolean isWhole() {
    return missing.isEmpty();
  }
}
