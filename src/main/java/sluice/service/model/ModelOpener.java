package sluice.service.model;

import org.jspecify.annotations.Nullable;
import sluice.config.settings.ModelConfig;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;

/** The port that compiles models. Thread-safe; what blocks is called off the actors' threads. */
public interface ModelOpener {

  /** Whether a model's input depends on the source; it is only compiled once that is open then. */
  boolean needsSource(ModelConfig config);

  /**
   * What would be compiled. Looks at the model's files, so it may block for a moment.
   *
   * @param source the open source; null where the model doesn't need it
   * @throws SluiceException when the model isn't known or isn't there
   */
  ModelUse use(ModelConfig config, @Nullable SourceInfo source);

  /**
   * Reads and compiles a model; takes from half a second to minutes.
   *
   * @throws SluiceException when that fails
   */
  OpenModel open(ModelUse use);
}
