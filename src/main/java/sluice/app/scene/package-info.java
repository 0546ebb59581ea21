/**
 * Scenes of the service's streams, as they outlive runs: objects that are there and were, counts of
 * lines, also over a restart, and best pictures.
 */
package sluice.app.scene;
