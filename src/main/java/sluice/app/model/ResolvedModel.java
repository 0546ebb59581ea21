package sluice.app.model;

import sluice.core.ModelOverrides;

/**
 * A resolved model reference, as given with {@code -m}.
 *
 * @param source the model
 * @param wishes what its manifest says of it; nothing for a file
 */
public record ResolvedModel(ModelSource source, ModelOverrides wishes) {}
