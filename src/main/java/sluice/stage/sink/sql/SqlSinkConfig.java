package sluice.stage.sink.sql;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import sluice.config.binding.Secret;
import sluice.config.binding.UnionType;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.config.sink.RemoteSinkConfig;
import sluice.config.sink.SpoolConfig;

/**
 * Settings of a sink that writes to a database.
 *
 * @param name how streams name it
 * @param url of the database
 * @param user that the server knows; absent: that of the process, as PostgreSQL's tools have it
 * @param password of the user; never there without the user
 * @param caFile PEM file of the authorities that the server is verified with
 * @param keepAge age at which rows are deleted, above 0; absent: never
 * @param batchSize messages of a transaction, 1 to 1000
 * @param only which frames are told of
 * @param filters of what is told
 * @param spool where messages wait
 */
public record SqlSinkConfig(
    String name,
    DatabaseUrl url,
    Optional<String> user,
    Optional<Secret> password,
    Optional<Path> caFile,
    Optional<Duration> keepAge,
    int batchSize,
    FrameChoice only,
    MessageFilters filters,
    SpoolConfig spool)
    implements RemoteSinkConfig {

  @Override
  public UnionType.Variant<SqlSinkConfig> variant() {
    return SqlSinkSettings.VARIANT;
  }
}
