package sluice.stage.sink.sql;

import sluice.config.binding.UnionType;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.RemoteSinkType;

/** The sink type {@code sql}. */
public final class SqlSinkType implements RemoteSinkType<SqlSinkConfig> {

  @Override
  public UnionType.Variant<SqlSinkConfig> variant() {
    return SqlSinkSettings.VARIANT;
  }

  @Override
  public Destination destination(SqlSinkConfig config, DestinationContext context) {
    return SqlDestination.of(config, context);
  }
}
