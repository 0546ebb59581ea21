/**
 * The local proxy between FFmpeg and a server: connects from Java to the one address that was
 * judged, with TLS where the source has it, and sees where a server redirects to. FFmpeg itself
 * connects to loopback only, so that nothing that a server answers leads it elsewhere. Depends on
 * {@code sluice.video.tls} and {@code sluice.core}.
 */
package sluice.video.proxy;
