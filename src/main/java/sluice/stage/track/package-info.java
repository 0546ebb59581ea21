/**
 * Tracking: holds the detections of one frame to those of the ones before. Pure state over media
 * time. Depends on core only.
 */
package sluice.stage.track;
