package sluice.app.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import sluice.catalog.Labels;
import sluice.catalog.hog.HogModel;
import sluice.core.PixelSize;
import sluice.core.SourceInfo;
import sluice.core.model.InputSpec;
import sluice.core.util.CacheFolder;
import sluice.openvino.Properties;
import sluice.stage.inference.EngineInfo;
import sluice.stage.inference.InferenceEngine;
import sluice.stage.inference.RequestPool;
import sluice.stage.inference.openvino.OpenVinoEngine;

/**
 * The compiled models of a job. A model's file is compiled once, at the start. The built-in one is
 * written and compiled for the shape of a source when that is known; sources of the same shape
 * share it. Thread-safe.
 */
public final class JobModels implements AutoCloseable {
  private final ConfiguredModel model;
  private final Map<PixelSize, ModelHandle> builtIn = new LinkedHashMap<>();
  private final @Nullable ModelHandle named;
  private final Function<OpenVinoEngine, InferenceEngine> front;

  private JobModels(
      ConfiguredModel model,
      @Nullable ModelHandle named,
      Function<OpenVinoEngine, InferenceEngine> front) {
    this.model = model;
    this.named = named;
    this.front = front;
  }

  /**
   * Compiles what can be compiled before a source is open.
   *
   * @throws sluice.core.SluiceException as {@link ModelHandle#open} does
   */
  public static JobModels open(ConfiguredModel model) {
    return open(model, compiled -> compiled);
  }

  /** The same with something before each model's engine, which is closed with the model. */
  public static JobModels open(
      ConfiguredModel model, Function<OpenVinoEngine, InferenceEngine> front) {
    @Nullable ModelHandle handle =
        switch (model.source()) {
          case ModelSource.File file ->
              ModelHandle.open(model.config(), file.path(), Labels.none(), front);
          case ModelSource.Catalogued named ->
              ModelHandle.open(model.config(), named.path(), named.labels(), front);
          case ModelSource.BuiltIn _ -> null;
        };
    return new JobModels(model, handle, front);
  }

  /** A model that was compiled already; taken over. */
  public static JobModels of(ConfiguredModel model, ModelHandle handle) {
    return new JobModels(model, handle, compiled -> compiled);
  }

  /**
   * The model for a source; compiles it where it isn't yet, which takes a moment.
   *
   * @throws sluice.core.SluiceException as {@link ModelHandle#open} does
   */
  public synchronized ModelHandle suited(SourceInfo info) {
    if (named != null) {
      return named;
    }
    PixelSize size = inputSize(info);
    ModelHandle handle = builtIn.get(size);
    if (handle == null) {
      handle = ModelHandle.open(model.config(), write(size), Labels.of(HogModel.LABELS), front);
      builtIn.put(size, handle);
    }
    return handle;
  }

  private PixelSize inputSize(SourceInfo info) {
    if (model.source() instanceof ModelSource.BuiltIn(var wanted) && wanted.isPresent()) {
      return wanted.get();
    }
    var size = HogModel.inputSize(info.width(), info.height());
    return new PixelSize(size.width(), size.height());
  }

  private static Path write(PixelSize size) {
    return HogModel.write(CacheFolder.of("built-in"), size.width(), size.height());
  }

  /** The model as it was configured, and what was found out of its file. */
  public ConfiguredModel known() {
    return named == null
        ? model
        : model.with(
            model
                .config()
                .withOverrides(
                    model.config().overrides().threshold(named.recognition().threshold())));
  }

  /** What a file was recognised as, and why; absent where that was given. */
  public Optional<String> explanation() {
    return named != null
            && model.config().overrides().family().isEmpty()
            && model.source() instanceof ModelSource.File file
        ? Optional.of(file.name() + ": " + named.recognition())
        : Optional.empty();
  }

  /** What really ran the models, taken together; absent where none was compiled. */
  public synchronized Optional<InferenceSummary> inference() {
    List<RequestPool> pools = handles().stream().map(ModelHandle::pool).toList();
    if (pools.isEmpty()) {
      return Optional.empty();
    }
    EngineInfo info = pools.getFirst().info();
    Map<String, String> properties = info.properties();
    return Optional.of(
        new InferenceSummary(
            pools.stream().map(JobModels::describe).toList(),
            model.config().device(),
            List.of(info.devices().split("[,\\s]+")),
            properties.getOrDefault(Properties.INFERENCE_PRECISION_HINT, ""),
            info.requests(),
            number(properties.get(Properties.NUM_STREAMS)),
            number(properties.get(Properties.INFERENCE_NUM_THREADS)),
            Duration.ofMillis(sum(pools, pool -> pool.info().readMillis())),
            Duration.ofMillis(sum(pools, pool -> pool.info().compileMillis())),
            sum(pools, RequestPool::inferences),
            sum(pools, RequestPool::starvations)));
  }

  /** Tensors on lease; 0 after runs that ended in order. */
  public synchronized int leasedTensors() {
    return handles().stream().mapToInt(handle -> handle.pool().leasedTensors()).sum();
  }

  @Override
  public synchronized void close() {
    handles().forEach(ModelHandle::close);
    builtIn.clear();
  }

  private List<ModelHandle> handles() {
    return named == null ? List.copyOf(builtIn.values()) : List.of(named);
  }

  private static String describe(RequestPool pool) {
    InputSpec input = pool.input();
    return pool.info().model() + " " + input.width() + "x" + input.height();
  }

  private static long sum(List<RequestPool> pools, ToLongFunction<RequestPool> number) {
    return pools.stream().mapToLong(number).sum();
  }

  private static OptionalInt number(@Nullable String value) {
    return value != null && value.matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(value))
        : OptionalInt.empty();
  }
}
