package sluice.config.settings;

import java.util.OptionalDouble;

/**
 * What a stream says of its own traces.
 *
 * @param perSecond frames of it that are traced in a second, 0 or more; absent: {@link
 *     TracingConfig#perSecond}
 */
public record StreamTracing(OptionalDouble perSecond) {
  /** Says nothing. */
  public static final StreamTracing NONE = new StreamTracing(OptionalDouble.empty());
}
