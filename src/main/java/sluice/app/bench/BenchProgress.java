package sluice.app.bench;

/** Progress listener of a {@link BenchJob}. Calls come from any thread and return at once. */
public interface BenchProgress {

  /** The demo is being drawn: so many frames of all are done. */
  void drawing(int frames, int all);

  /**
   * A step begins.
   *
   * @param done steps before it
   * @param all steps that are likely to come in all, at least one more than are done
   * @param what its description
   */
  void step(int done, int all, String what);

  /** The result of a step as text. */
  void reported(String line);
}
