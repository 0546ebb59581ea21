package sluice.app.sink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sluice.config.settings.HostRules;
import sluice.config.sink.SinkConfig;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;

/** Tests sinks in this process, without the service. */
public final class ConfiguredSinkTester implements SinkTester {

  @Override
  public List<TestedSink> test(List<SinkConfig> sinks, HostRules hosts) {
    try (StandaloneSinks standalone =
            StandaloneSinks.open(hosts, Path.of("unused"), Duration.ofSeconds(1));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TestedSink>> tests = new ArrayList<>();
      for (SinkConfig sink : sinks) {
        tests.add(threads.submit(() -> test(standalone, sink)));
      }
      List<TestedSink> results = new ArrayList<>();
      for (Future<TestedSink> test : tests) {
        results.add(test.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SluiceException(ErrorCode.INTERNAL, "interrupted", e);
    } catch (ExecutionException e) {
      throw Failures.unchecked("the test of sinks", e);
    }
  }

  private static TestedSink test(StandaloneSinks sinks, SinkConfig config)
      throws InterruptedException {
    return new TestedSink(config.name(), config.typeName(), sinks.test(config));
  }
}
