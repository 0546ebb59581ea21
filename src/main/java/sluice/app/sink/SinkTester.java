package sluice.app.sink;

import java.util.List;
import sluice.config.settings.HostRules;
import sluice.config.sink.SinkConfig;
import sluice.core.SluiceException;

/** Tests sinks of a configuration. */
@FunctionalInterface
public interface SinkTester {

  /**
   * Tests sinks, all at the same time. Blocks for half a minute at the most.
   *
   * @param hosts which machines sinks may be on: {@code security.sink-hosts}
   * @return what was seen of each, in their order
   * @throws SluiceException when no test can be made at all
   */
  List<TestedSink> test(List<SinkConfig> sinks, HostRules hosts);
}
