package sluice.video.demux;

import java.net.InetAddress;
import sluice.core.source.TlsTrust;

/**
 * Where a network input is connected to, and what is required of the server there.
 *
 * @param address that the host of the input's address stands for; nothing else is connected to
 * @param trust in certificates, for addresses of TLS
 */
public record ConnectionTarget(InetAddress address, TlsTrust trust) {}
