package sluice.stage.track;

import sluice.core.scene.SceneEvent.EndReason;

/**
 * An object that the tracker holds no more.
 *
 * @param object as it was seen last
 * @param reason why
 */
public record EndedObject(TrackedObject object, EndReason reason) {}
