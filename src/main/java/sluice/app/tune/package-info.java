/**
 * The parameter search on real devices: implements the port of {@code tune} with OpenVINO and
 * FFmpeg.
 */
package sluice.app.tune;
