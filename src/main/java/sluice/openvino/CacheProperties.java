package sluice.openvino;

import static sluice.openvino.PropertyTypes.choice;
import static sluice.openvino.PropertyTypes.flag;
import static sluice.openvino.PropertyTypes.readOnlyFlag;
import static sluice.openvino.PropertyTypes.size;
import static sluice.openvino.PropertyTypes.text;

/** Compiled models that are kept for the next start. */
public final class CacheProperties {
  /** What the cache is tuned for. */
  public enum CacheMode {
    OPTIMIZE_SIZE,
    OPTIMIZE_SPEED
  }

  /** The folder; empty for no cache. Of a device, or of the core itself for all of them. */
  public static final WritableProperty<String> DIR = text(Properties.CACHE_DIR);

  /** What the cache is tuned for. */
  public static final WritableProperty<CacheMode> MODE = choice("CACHE_MODE", CacheMode.class);

  /** Whether weights stay out of the cache and are taken from the model's file. */
  public static final WritableProperty<Boolean> ENABLE_WEIGHTLESS = flag("ENABLE_WEIGHTLESS");

  /** The file of the weights, for a cache without them. */
  public static final WritableProperty<String> WEIGHTS_PATH = text("WEIGHTS_PATH");

  /** The caller's own number for an entry, instead of one made from the model. */
  public static final WritableProperty<Long> BLOB_ID = size("CACHE_BLOB_ID");

  /** The model's file, which makes its number quicker to find. */
  public static final WritableProperty<String> MODEL_PATH = text("CACHE_MODEL_PATH");

  /** Whether a compiled model came from the cache. */
  public static final Property<Boolean> LOADED_FROM_CACHE = readOnlyFlag("LOADED_FROM_CACHE");

  private CacheProperties() {}
}
