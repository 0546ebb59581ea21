package sluice.http.cluster;

import java.util.Optional;
import sluice.config.settings.NodeAddress;

/**
 * What an HTTP server needs to be one of a cluster's.
 *
 * @param port tells who is in it and where streams run
 * @param listen where it answers the other nodes; port 0 takes any free one
 * @param tls by which nodes know each other; absent: they don't, on loopback only
 * @param ticketKey signs live tickets, so that any node takes them: at least {@link
 *     sluice.http.live.SignedTickets#KEY_BYTES} secret bytes, the same on all nodes; absent: a
 *     ticket is good at the node that gave it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpCluster(
    ClusterPort port, NodeAddress listen, Optional<NodeEngines> tls, Optional<byte[]> ticketKey) {}
