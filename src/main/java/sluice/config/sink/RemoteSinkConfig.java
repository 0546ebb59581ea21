package sluice.config.sink;

/** Settings of a sink with a far side: a broker, a server or a database. */
public interface RemoteSinkConfig extends SinkConfig {

  /** Which frames are told of. */
  FrameChoice only();

  /** Filters of what is told. */
  MessageFilters filters();

  /** Where messages wait. */
  SpoolConfig spool();
}
