package sluice.sandbox;

/** A system call that is made later, with what it needs at hand. */
final class Step {
  private final String wall;
  private final SystemCall call;
  private final long[] arguments;
  private final boolean required;

  private Step(String wall, SystemCall call, long[] arguments, boolean required) {
    this.wall = wall;
    this.call = call;
    this.arguments = arguments;
    this.required = required;
  }

  /** One without which there is no box. */
  static Step required(String wall, SystemCall call, long... arguments) {
    return new Step(wall, call, arguments, true);
  }

  /** One that may fail. */
  static Step attempted(String wall, SystemCall call, long... arguments) {
    return new Step(wall, call, arguments, false);
  }

  /** What it is for, in a message. */
  String wall() {
    return wall;
  }

  /** Makes the call: 0, or the error number of one that had to work. */
  int run() {
    long result = Kernel.call(call, arguments);
    return result < 0 && required ? (int) -result : 0;
  }
}
