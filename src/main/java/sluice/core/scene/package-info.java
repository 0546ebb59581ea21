/**
 * Objects over time as values: what is set for lines, zones and objects, what is known of an object
 * beyond one frame, and what happened in a scene.
 */
package sluice.core.scene;
