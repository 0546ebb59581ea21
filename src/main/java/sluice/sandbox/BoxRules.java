package sluice.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * What a boxed process may do, beside what {@link SystemPaths} lets every one. It may write
 * nowhere. Paths that don't exist are skipped.
 *
 * @param readable files, or folders with all that is in them
 * @param executable the same for programs, which may also be read
 * @param connectPorts TCP ports that it may connect to, on any host; 0 to 65535
 * @param bindPorts TCP ports that it may bind; it can listen on them until it is locked
 * @param datagrams whether it may use UDP, with any port and host
 */
public record BoxRules(
    List<Path> readable,
    List<Path> executable,
    List<Integer> connectPorts,
    List<Integer> bindPorts,
    boolean datagrams) {
  public BoxRules {
    readable = List.copyOf(readable);
    executable = List.copyOf(executable);
    connectPorts = List.copyOf(connectPorts);
    bindPorts = List.copyOf(bindPorts);
  }
}
