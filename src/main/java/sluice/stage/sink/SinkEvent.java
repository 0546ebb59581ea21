package sluice.stage.sink;

import sluice.core.message.StateChange;
import sluice.core.scene.SceneEvent;

/** Something that a sink is told of besides results. Holds nothing. */
public sealed interface SinkEvent extends SinkEntry {

  /** The run in which it was told; see {@link RunIds#current}. */
  String run();

  /** Its number in the stream; see {@link RunIds}. */
  long number();

  /** Nothing. */
  @Override
  default void close() {}

  /** Something happened in the stream's scene. */
  record Scene(String run, long number, SceneEvent event) implements SinkEvent {}

  /** The stream has come into a state. */
  record State(String run, long number, StateChange change) implements SinkEvent {}
}
