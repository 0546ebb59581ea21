package sluice.service.model;

import org.jspecify.annotations.Nullable;
import sluice.config.settings.ModelConfig;
import sluice.core.SourceInfo;

/**
 * Specification of a model to compile.
 *
 * @param config how
 * @param source the source whose shape the model is made for; null where it has a shape of its own
 * @param identity equal for uses that may share one compiled model: says everything that matters of
 *     file, device, properties and input size
 */
public record ModelUse(ModelConfig config, @Nullable SourceInfo source, String identity) {}
