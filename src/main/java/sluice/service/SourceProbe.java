package sluice.service;

import java.util.concurrent.CompletionStage;
import sluice.core.ProbeReport;
import sluice.core.source.SourceAddress;

/** The port that probes sources without processing them. Thread-safe. */
@FunctionalInterface
public interface SourceProbe {

  /**
   * Opens a source within the rules of security, takes its first picture, and leaves it.
   *
   * @param source what to look at
   * @param fromApi whether a client of the API named it: files are bound by file-roots then
   * @return fails with a {@link sluice.core.SluiceException} that says what is wrong with it
   */
  CompletionStage<ProbeReport> probe(SourceAddress source, boolean fromApi);
}
