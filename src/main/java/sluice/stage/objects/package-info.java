/**
 * Objects over time as a result stage: holds detections together with the tracker, watches lines
 * and zones, and tells what happened.
 */
package sluice.stage.objects;
