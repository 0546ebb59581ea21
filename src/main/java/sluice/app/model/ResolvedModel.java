package sluice.app.model;

import sluice.core.model.ModelOverrides;

/**
 * A resolved model reference, as given with {@code -m}.
 *
 * @param source the model
 * @param overrides overrides from its manifest; none for a file
 */
public record ResolvedModel(ModelSource source, ModelOverrides overrides) {}
