package sluice.service.sink;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The port to the configured sinks. Thread-safe; never blocks. */
public interface SinkPort {
  /** There are no sinks. */
  SinkPort NONE =
      new SinkPort() {
        @Override
        public CompletionStage<List<SinkState>> all() {
          return CompletableFuture.completedStage(List.of());
        }

        @Override
        public CompletionStage<SinkTestAnswer> test(String name) {
          return CompletableFuture.completedStage(new SinkTestAnswer.Unknown());
        }
      };

  /**
   * All configured sinks as they are now, in the configuration's order. Fails with a {@link
   * java.util.concurrent.TimeoutException} where one of them doesn't say for some seconds.
   */
  CompletionStage<List<SinkState>> all();

  /** Tests a sink beside whatever it does; answers within half a minute. */
  CompletionStage<SinkTestAnswer> test(String name);
}
