package sluice.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The order in which modes are measured: each repeat begins with another one, so that none has the
 * best place all the time, and what changes slowly on the machine meets all.
 */
public final class ModeOrder {
  private ModeOrder() {}

  /**
   * The modes of a repeat in their order.
   *
   * @param modes in the order of the first repeat
   * @param repeat from 1
   * @param <T> what a mode is
   */
  public static <T> List<T> of(List<T> modes, int repeat) {
    List<T> order = new ArrayList<>(modes);
    Collections.rotate(order, -(repeat - 1));
    return order;
  }
}
