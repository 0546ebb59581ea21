package sluice.app.library;

import sluice.catalog.fetch.FetchListener;

/** Progress listener of a model download and of its outcome. */
public interface FetchProgress extends FetchListener {

  /** A model's files in a precision are there and right. */
  void finished(FetchedModel model);
}
