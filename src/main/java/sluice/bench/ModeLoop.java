package sluice.bench;

import java.util.concurrent.CompletionStage;

/** Frames that go through a model in one of the ways, from now until it is stopped. */
interface ModeLoop {

  /**
   * Completes when nothing of it is in flight any more; fails, with what ended it, where that was
   * not {@link #stop}.
   */
  CompletionStage<Void> ended();

  /** Asks it to take no more frames in. From any thread, more than once. */
  void stop();
}
