/**
 * Values that the stages share: pictures, frames, tensors, detections, errors, and the hand-off
 * between threads. Plain Java; knows nothing of streams, FFmpeg or OpenVINO.
 */
package sluice.core;
