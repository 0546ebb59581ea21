package sluice.stage.sink.jsonl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.config.binding.UnionType;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.config.sink.SinkConfig;

/**
 * Settings of files of JSON Lines, one series for each stream, begun anew by size and by day.
 *
 * @param name how streams name it
 * @param path of the file that is being written; holds {@value #STREAM}, for which the stream's id
 *     is put
 * @param maxSize bytes at which a file is closed and the next one begun, above 0
 * @param daily whether a file is also closed at the end of the day, by the system's time zone
 * @param keepFiles closed files that are kept of each stream, at least 1; absent: any number
 * @param keepAge age at which a closed file is deleted, above 0; absent: never
 * @param compress whether closed files are compressed with gzip
 * @param only which frames are told of
 * @param filters what is told; without pictures
 */
public record JsonLinesSinkConfig(
    String name,
    String path,
    long maxSize,
    boolean daily,
    OptionalInt keepFiles,
    Optional<Duration> keepAge,
    boolean compress,
    FrameChoice only,
    MessageFilters filters)
    implements SinkConfig {

  /** What stands for the stream's id in {@link #path}. */
  public static final String STREAM = "{stream}";

  @Override
  public UnionType.Variant<JsonLinesSinkConfig> variant() {
    return JsonLinesSinkSettings.VARIANT;
  }

  /** Its files: two sinks that write them would mix their lines. */
  @Override
  public List<Claim> claims() {
    return List.of(new Claim(JsonLinesSinkSettings.PATH.key(), "file " + path));
  }

  /** The file of one stream. */
  public Path file(String streamId) {
    return Path.of(path.replace(STREAM, streamId));
  }
}
