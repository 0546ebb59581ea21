package sluice.demo;

/** Generator of the people of a scene. */
public enum Gathering {
  /** People who walk through, leave the picture, and come back a little later. */
  WALKERS,
  /** The same without a pause: all people are there all the time, one in front of the other. */
  CROWD,
  /** No people: the room alone. */
  EMPTY
}
