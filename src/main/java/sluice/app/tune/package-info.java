/**
 * The parameter search on real devices: puts the port of {@code tune} before OpenVINO and FFmpeg.
 */
package sluice.app.tune;
