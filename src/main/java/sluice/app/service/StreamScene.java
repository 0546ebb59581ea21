package sluice.app.service;

import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneMemory;

/**
 * What a stream's runs share of its scene.
 *
 * @param memory numbers of objects and counts of lines
 * @param listener told what happens
 * @param pictures keeps the best pictures of a run's objects; closed with the run
 */
record StreamScene(SceneMemory memory, SceneListener listener, ObjectPictures pictures) {}
