package sluice.pipeline;

/** The message of an asynchronous callback that says nothing but "look again". */
enum Wake {
  /** Look again. */
  NOW
}
