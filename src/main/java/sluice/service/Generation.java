package sluice.service;

import java.util.HashSet;
import java.util.Set;

/** One compiled model of a host, and who uses it. For one thread. */
final class Generation {
  private final int number;
  private final OpenModel model;
  private final Set<Long> leases = new HashSet<>();

  Generation(int number, OpenModel model) {
    this.number = number;
    this.model = model;
  }

  int number() {
    return number;
  }

  OpenModel model() {
    return model;
  }

  Set<Long> leases() {
    return leases;
  }
}
