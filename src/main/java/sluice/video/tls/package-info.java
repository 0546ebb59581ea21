/**
 * TLS to the servers that sources are behind: the handshake over a connected socket, the check of
 * the certificate, and why it is refused.
 */
package sluice.video.tls;
