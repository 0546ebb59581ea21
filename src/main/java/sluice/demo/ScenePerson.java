package sluice.demo;

import sluice.core.Box;

/**
 * Ground truth of a person in a frame.
 *
 * @param id who: the same number in all frames, from 1
 * @param box the least box around all of them that lies inside the picture
 * @param visible share of their area that is seen: neither hidden behind another nor outside the
 *     picture, 0 to 1
 * @param truncated share of their area that is outside the picture, 0 to 1
 */
public record ScenePerson(int id, Box box, double visible, double truncated) {

  /** Whether the picture's edge cuts nothing off; another one may still stand in front. */
  public boolean whole() {
    return truncated == 0;
  }
}
