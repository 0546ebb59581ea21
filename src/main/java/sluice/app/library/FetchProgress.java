package sluice.app.library;

import sluice.catalog.fetch.FetchListener;

/** Hears how a download goes on, and what it has led to. */
public interface FetchProgress extends FetchListener {

  /** A model's files in a precision are there and right. */
  void finished(FetchedModel model);
}
