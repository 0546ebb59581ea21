package sluice.app.cluster;

import java.util.List;

/** Where the nodes of a cluster are. */
interface NodeHosts {
  /** Addresses of loopback, 127.0.0.1 to 127.0.0.N. */
  NodeHosts LOOPBACK =
      new NodeHosts() {
        @Override
        public String address(int node) {
          return "127.0.0." + node;
        }

        @Override
        public List<String> command(int node) {
          return List.of();
        }
      };

  /** The address of a node, for the others. */
  String address(int node);

  /** Words of a command that starts a process there; none where there is no need for it. */
  List<String> command(int node);
}
