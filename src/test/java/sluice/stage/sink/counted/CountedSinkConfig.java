package sluice.stage.sink.counted;

import java.util.List;
import java.util.Optional;
import sluice.config.binding.Secret;
import sluice.config.binding.UnionType;
import sluice.config.sink.SinkConfig;

/**
 * Settings of a count of results.
 *
 * @param name how streams name it
 * @param file that the count is written to, with {@code {stream}} for the stream's id
 * @param step what each result counts, 1 to 100
 * @param password for no use but to be kept secret
 */
public record CountedSinkConfig(String name, String file, int step, Optional<Secret> password)
    implements SinkConfig {

  @Override
  public UnionType.Variant<CountedSinkConfig> variant() {
    return CountedSinkSettings.VARIANT;
  }

  @Override
  public List<Claim> claims() {
    return List.of(new Claim(CountedSinkSettings.FILE.key(), "file " + file));
  }
}
