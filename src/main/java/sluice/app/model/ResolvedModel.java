package sluice.app.model;

import sluice.core.ModelOverrides;

/**
 * What a name or path given with {@code -m} means.
 *
 * @param source the model
 * @param wishes what its manifest says of it; nothing for a file
 */
public record ResolvedModel(ModelSource source, ModelOverrides wishes) {}
