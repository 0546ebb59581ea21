package sluice.stage.inference.openvino;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.openvino.CompiledModel;
import sluice.openvino.Core;
import sluice.openvino.ElementType;
import sluice.openvino.Model;
import sluice.openvino.OpenVinoException;
import sluice.openvino.Preprocessing;
import sluice.openvino.Properties;
import sluice.stage.inference.EngineInfo;
import sluice.stage.inference.InferenceEngine;

/**
 * A model compiled by OpenVINO. Pictures come as 8-bit unsigned NHWC; conversion and layout are
 * folded into the graph, which costs nothing on a CPU, and every output comes as 32-bit floats.
 */
public final class OpenVinoEngine implements InferenceEngine {
  private static final Logger LOG = LoggerFactory.getLogger(OpenVinoEngine.class);

  /** How long an inference may hold up the closing of its model. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private static final List<String> REPORTED =
      List.of(
          Properties.NUM_STREAMS,
          Properties.INFERENCE_NUM_THREADS,
          Properties.ENABLE_CPU_PINNING,
          Properties.INFERENCE_PRECISION_HINT,
          Properties.PERFORMANCE_HINT);

  private final CompiledModel compiled;
  private final ModelShape shape;
  private final List<OutputSpec> outputs;
  private final ConstantTensors constants;
  private final List<OpenVinoRequest> requests;
  private final EngineInfo info;
  private final List<OpenVinoTensors> tensors = new ArrayList<>();
  private boolean closed;

  private OpenVinoEngine(
      CompiledModel compiled,
      ModelShape shape,
      List<OutputSpec> outputs,
      ConstantTensors constants,
      List<OpenVinoRequest> requests,
      EngineInfo info) {
    this.compiled = compiled;
    this.shape = shape;
    this.outputs = outputs;
    this.constants = constants;
    this.requests = requests;
    this.info = info;
  }

  /**
   * Reads and compiles a model.
   *
   * @param core stays the caller's, and open as long as the engine
   * @throws SluiceException when the model can't be read, used or compiled
   */
  public static OpenVinoEngine open(Core core, EngineSettings settings) {
    try (ReadModel model = ReadModel.read(core, settings.model())) {
      return open(core, model, settings);
    }
  }

  /**
   * Compiles a model.
   *
   * @param core stays the caller's, and open as long as the engine
   * @param model stays the caller's; it is changed and can't be used again
   * @throws SluiceException when the model can't be used or compiled
   */
  public static OpenVinoEngine open(Core core, ReadModel model, EngineSettings settings) {
    long start = System.nanoTime() - model.readNanos();
    ModelShape shape = model.fix(settings.channels(), settings.inputSize());
    List<OutputSpec> outputs = model.outputSpecs();
    String friendlyName = model.friendlyName();
    try (Model prepared = prepare(model.model(), shape, settings)) {
      long read = System.nanoTime();
      CompiledModel compiled = compile(core, prepared, settings);
      long compiledAt = System.nanoTime();
      return open(
          compiled,
          settings,
          shape,
          outputs,
          friendlyName,
          TimeUnit.NANOSECONDS.toMillis(read - start),
          TimeUnit.NANOSECONDS.toMillis(compiledAt - read));
    }
  }

  private static OpenVinoEngine open(
      CompiledModel compiled,
      EngineSettings settings,
      ModelShape shape,
      List<OutputSpec> outputs,
      String name,
      long readMillis,
      long compileMillis) {
    try {
      int optimal =
          Integer.parseInt(compiled.property(Properties.OPTIMAL_NUMBER_OF_INFER_REQUESTS));
      int count = settings.requests().orElse(optimal);
      String devices = propertyOr(compiled, Properties.EXECUTION_DEVICES, settings.device());
      EngineInfo info =
          new EngineInfo(
              name, devices, count, optimal, reported(compiled), readMillis, compileMillis);
      return withRequests(compiled, settings.model().toString(), shape, outputs, info);
    } catch (OpenVinoException failure) {
      compiled.close();
      throw OpenVinoFailures.translate(ErrorCode.DEVICE, "device " + settings.device(), failure);
    }
  }

  private static OpenVinoEngine withRequests(
      CompiledModel compiled,
      String model,
      ModelShape shape,
      List<OutputSpec> outputs,
      EngineInfo info) {
    ConstantTensors constants = ConstantTensors.of(shape.constants());
    try {
      List<OpenVinoRequest> requests =
          IntStream.range(0, info.requests())
              .mapToObj(
                  i -> new OpenVinoRequest(constants.bind(compiled.createInferRequest()), model))
              .toList();
      return new OpenVinoEngine(compiled, shape, outputs, constants, requests, info);
    } catch (OpenVinoException failure) {
      constants.close();
      throw failure;
    }
  }

  private static Model prepare(Model model, ModelShape shape, EngineSettings settings) {
    Preprocessing preprocessing =
        model
            .preprocess()
            .input(shape.index())
            .elementType(ElementType.U8)
            .layout("NHWC")
            .modelLayout(shape.layout())
            .outputsAs(ElementType.F32);
    normalise(preprocessing, shape, settings);
    try {
      return preprocessing.build();
    } catch (OpenVinoException failure) {
      throw OpenVinoFailures.translate(
          ErrorCode.MODEL,
          "model " + settings.model() + " does not take pictures of 8-bit colours",
          failure);
    }
  }

  /** Bytes stay bytes where the model takes them; else OpenVINO converts last to what it takes. */
  private static void normalise(
      Preprocessing preprocessing, ModelShape shape, EngineSettings settings) {
    boolean asTheyAre = settings.mean().isEmpty() && settings.scale().isEmpty();
    if (!shape.takesFractions()) {
      if (!asTheyAre) {
        throw new SluiceException(
            ErrorCode.MODEL,
            "model %s takes colours as whole numbers, 0 to 255 (expected: no mean %s and no scale %s); leave them out"
                .formatted(settings.model(), settings.mean(), settings.scale()));
      }
      return;
    }
    preprocessing.convertElementType(ElementType.F32);
    if (!settings.mean().isEmpty()) {
      preprocessing.mean(floats(settings.mean()));
    }
    if (!settings.scale().isEmpty()) {
      preprocessing.scale(floats(settings.scale()));
    }
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static CompiledModel compile(Core core, Model model, EngineSettings settings) {
    try {
      return core.compile(model, settings.device(), settings.properties());
    } catch (OpenVinoException failure) {
      throw OpenVinoFailures.translate(
          ErrorCode.DEVICE,
          "device %s does not compile %s with %s"
              .formatted(settings.device(), settings.model(), settings.properties()),
          failure,
          "check device and properties");
    }
  }

  private static Map<String, String> reported(CompiledModel compiled) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : REPORTED) {
      String value = propertyOr(compiled, key, "");
      if (!value.isEmpty()) {
        values.put(key, value);
      }
    }
    return values;
  }

  private static String propertyOr(CompiledModel compiled, String key, String fallback) {
    try {
      return compiled.property(key);
    } catch (OpenVinoException notKnownToThisDevice) {
      return fallback;
    }
  }

  @Override
  public InputSpec input() {
    return shape.input();
  }

  @Override
  public List<OutputSpec> outputs() {
    return outputs;
  }

  @Override
  public List<OpenVinoRequest> requests() {
    return requests;
  }

  @Override
  public synchronized OpenVinoRequest newRequest() {
    requireOpen();
    return new OpenVinoRequest(constants.bind(compiled.createInferRequest()), info.model());
  }

  /**
   * The devices that execute the model now, in the runtime's words. {@code AUTO} may begin on
   * another one than it ends up with.
   */
  public String executionDevices() {
    return propertyOr(compiled, Properties.EXECUTION_DEVICES, info.devices());
  }

  /** Whether it came from the cache of compiled models. */
  public boolean isLoadedFromCache() {
    return compiled.isLoadedFromCache();
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  /** The memory is made without the lock: it may be large, and has to be zeroed. */
  @Override
  public OpenVinoTensors newTensorMemory() {
    requireOpen();
    OpenVinoTensors made = OpenVinoTensors.of(shape.input(), shape.index(), outputs);
    synchronized (this) {
      if (!closed) {
        tensors.add(made);
        return made;
      }
    }
    made.close();
    throw closedAlready();
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw closedAlready();
    }
  }

  private static IllegalStateException closedAlready() {
    return new IllegalStateException("the model is closed");
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    requests.forEach(OpenVinoRequest::close);
    tensors.forEach(memory -> memory.close().exceptionally(this::notFreed));
    constants.close();
    compiled.close();
    if (!isFreed()) {
      LOG.warn(
          "{}: an inference does not return; what it works on is freed when it does, and the rest"
              + " was",
          info.model());
    }
  }

  private @Nullable Void notFreed(Throwable failure) {
    LOG.warn(
        "{}: memory of an inference was not freed: {}", info.model(), Failures.reason(failure));
    return null;
  }

  /**
   * Requests keep pointers to tensor memory until they are freed themselves, which frees it; the
   * model goes last.
   */
  private boolean isFreed() {
    try {
      return compiled.awaitFreed(CLOSE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
