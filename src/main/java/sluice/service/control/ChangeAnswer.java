package sluice.service.control;

import java.util.List;
import java.util.Optional;
import sluice.config.binding.Problem;

/** Outcome of a requested change. */
public sealed interface ChangeAnswer {

  /**
   * It was made, and is kept.
   *
   * @param stream as it is now; absent when it was removed
   */
  record Done(Optional<StreamEntry> stream) implements ChangeAnswer {}

  /** The request is invalid: all its problems. */
  record Refused(List<Problem> problems) implements ChangeAnswer {
    /** Keeps its own copy of the list. */
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /** There is no stream of that id. */
  record Unknown(String id) implements ChangeAnswer {}

  /** There is a stream of that id already. */
  record Exists(String id) implements ChangeAnswer {}

  /**
   * The stream belongs to the configuration's file.
   *
   * @param file where it is to be changed
   */
  record OfFile(String id, String file) implements ChangeAnswer {}

  /** There are as many streams of the API as there may be. */
  record TooMany(int limit) implements ChangeAnswer {}

  /**
   * It can't be kept, so it was not made.
   *
   * @param message why, in one line
   */
  record NotKept(String message) implements ChangeAnswer {}
}
