package sluice.stage.events;

import sluice.core.Detection;

/**
 * The picture of a result that may be the best of an event so far.
 *
 * @param event its id
 * @param detection what of the picture the event is about
 */
public record PictureCandidate(String event, Detection detection) {}
