package sluice.app;

/**
 * What a name or path given with {@code -m} means.
 *
 * @param source the model
 * @param threshold least confidence of a detection that suits it, 0 to 1
 * @param resize how a picture is brought to its input
 */
public record ResolvedModel(ModelSource source, float threshold, ModelSettings.Resize resize) {
  /** The threshold of a model of which nothing else is known. */
  public static final float DEFAULT_THRESHOLD = 0.5f;
}
