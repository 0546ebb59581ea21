package sluice.app.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import sluice.app.StreamSystem;
import sluice.app.model.ConfiguredModel;
import sluice.bench.BenchSubject;
import sluice.bench.FirstInference;
import sluice.bench.FirstInference.Cache;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.core.TensorSet;
import sluice.openvino.Core;
import sluice.openvino.OpenVinoException;
import sluice.openvino.Properties;
import sluice.pipeline.InputPreprocessor;
import sluice.stage.inference.EngineInfo;
import sluice.stage.inference.InferenceOutcome;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.inference.openvino.OpenVinoFailures;
import sluice.stage.source.SourceReader;
import sluice.video.decode.DecodedPicture;

/**
 * Benchmark of first-inference latency, from a model's file to its first result, for each device
 * and for AUTO: without a cache of compiled models, with an empty one, and with one that has the
 * model. A device's library is loaded before, and the cache is a temporary folder that goes
 * afterwards.
 */
final class FirstInferenceRun {
  private static final String AUTO = "AUTO";

  /** AUTO may move to its device within this time, and is given inferences meanwhile. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private final BenchSettings settings;
  private final BenchInput input;
  private final BooleanSupplier stopped;

  /** A run that has timed nothing. */
  FirstInferenceRun(BenchSettings settings, BenchInput input, BooleanSupplier stopped) {
    this.settings = settings;
    this.input = input;
    this.stopped = stopped;
  }

  /** Times them, one after the other, until it is stopped. */
  List<FirstInference> run(BenchProgress progress) {
    List<FirstInference> rows = new ArrayList<>();
    List<String> devices = devices();
    int all = devices.size() * Cache.values().length;
    try (BenchCache folder = BenchCache.create();
        StreamSystem streams = StreamSystem.start()) {
      for (String device : devices) {
        Path cache = folder.of(device);
        for (Cache use : Cache.values()) {
          if (stopped.getAsBoolean()) {
            return rows;
          }
          progress.step(rows.size(), all, device + ", cache " + use.wireName());
          rows.add(row(device, use, cache, streams));
        }
      }
    }
    return rows;
  }

  /** All devices that are there, with their libraries loaded, and AUTO. */
  private static List<String> devices() {
    try (Core core = Core.create()) {
      List<String> devices = new ArrayList<>(core.availableDevices());
      devices.add(AUTO);
      devices.forEach(core::versions);
      return devices;
    } catch (OpenVinoException failure) {
      throw OpenVinoFailures.translate(ErrorCode.ENVIRONMENT, "OpenVINO does not start", failure);
    }
  }

  private FirstInference row(String device, Cache use, Path cache, StreamSystem streams) {
    Map<String, String> properties = new LinkedHashMap<>(settings.model().config().properties());
    if (use != Cache.NONE) {
      properties.put(Properties.CACHE_DIR, cache.toString());
    }
    ConfiguredModel asked = settings.model();
    ConfiguredModel wanted =
        AutoLog.apply(
            settings,
            asked.with(asked.config().toBuilder().device(device).properties(properties).build()));
    try (BenchModel model = BenchModel.open(wanted, input, streams)) {
      String before = model.executionDevices();
      Duration first = firstInference(model.subject());
      settle(model);
      EngineInfo info = model.info();
      FirstInference.Times times =
          FirstInference.Times.of(
              Duration.ofMillis(info.readMillis()),
              Duration.ofMillis(info.compileMillis()),
              first,
              model.isLoadedFromCache(),
              before,
              model.executionDevices());
      return new FirstInference(device, use, Optional.of(times), Optional.empty());
    } catch (SluiceException failure) {
      if (failure.code() != ErrorCode.DEVICE) {
        throw failure;
      }
      return refused(device, use, String.valueOf(failure.getMessage()));
    }
  }

  private static FirstInference refused(String device, Cache use, String why) {
    return new FirstInference(device, use, Optional.empty(), Optional.of(why));
  }

  private Duration firstInference(BenchSubject subject) {
    InferenceQueue place = subject.pool().join(1, null);
    try (TensorSet tensors = place.lease()) {
      prepare(subject, tensors);
      long start = System.nanoTime();
      infer(place, tensors);
      return Duration.ofNanos(System.nanoTime() - start);
    } finally {
      place.leave().toCompletableFuture().join();
    }
  }

  private void prepare(BenchSubject subject, TensorSet tensors) {
    try (SourceReader reader = input.opener().open(stopped);
        InputPreprocessor preparation = subject.preparation().get()) {
      DecodedPicture decoded = reader.next();
      if (decoded == null) {
        throw new SluiceException(
            ErrorCode.INPUT, input.info().name() + ": holds no picture (expected: a video)");
      }
      try (Picture picture = decoded.picture()) {
        preparation.prepare(picture, tensors);
      }
    }
  }

  private static void infer(InferenceQueue place, TensorSet tensors) {
    try {
      InferenceOutcome outcome =
          place.submit(tensors, System.nanoTime()).toCompletableFuture().join();
      if (!(outcome instanceof InferenceOutcome.Inferred)) {
        throw new SluiceException(ErrorCode.INTERNAL, "the first inference was not run");
      }
    } catch (CompletionException failed) {
      throw Failures.unchecked("the first inference", failed);
    }
  }

  /** Goes on inferring while AUTO has its work done by a device that only fills in. */
  private void settle(BenchModel model) {
    long end = System.nanoTime() + SETTLING.toNanos();
    InferenceQueue place = model.subject().pool().join(1, null);
    try (TensorSet tensors = place.lease()) {
      while (isFillingIn(model) && System.nanoTime() - end < 0 && !stopped.getAsBoolean()) {
        infer(place, tensors);
      }
    } finally {
      place.leave().toCompletableFuture().join();
    }
  }

  /** AUTO's way of saying it. */
  private static boolean isFillingIn(BenchModel model) {
    return model.executionDevices().startsWith("(");
  }
}
