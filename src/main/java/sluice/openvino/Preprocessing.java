package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import sluice.openvino.ffi.PrePostApi;

/**
 * What is to be folded into a model: how the tensors of one input come, which steps turn them into
 * what the model takes, and what the outputs are to be. The device then does it as part of the
 * inference. For another input, preprocess the result once more.
 *
 * <p>Steps are applied in the order in which they are given. A conversion of the layout is added by
 * OpenVINO where the two layouts differ. For one thread, and for one {@link #build}.
 */
public final class Preprocessing {

  /** One step over an input; returns the status. */
  @FunctionalInterface
  private interface Step {
    int apply(Arena arena, MemorySegment steps);
  }

  /** A step with its name for messages. */
  private record Named(String name, Step step) {}

  private final Model model;
  private final List<Named> steps = new ArrayList<>();
  private int input;
  private @Nullable ElementType elementType;
  private @Nullable String layout;
  private @Nullable String modelLayout;
  private @Nullable ElementType outputType;

  Preprocessing(Model model) {
    this.model = model;
  }

  /** Which input is meant, by index; the first one where this isn't called. */
  public Preprocessing input(int index) {
    input = index;
    return this;
  }

  /** The element type of the tensors that will be set, for example {@link ElementType#U8}. */
  public Preprocessing elementType(ElementType type) {
    elementType = type;
    return this;
  }

  /** The layout of the tensors that will be set, for example {@code NHWC}. */
  public Preprocessing layout(String tensorLayout) {
    layout = tensorLayout;
    return this;
  }

  /** The layout that the model's input has, for example {@code NCHW}. */
  public Preprocessing modelLayout(String inputLayout) {
    modelLayout = inputLayout;
    return this;
  }

  /** Step: converts the elements. Mean and scale need floating point. */
  public Preprocessing convertElementType(ElementType type) {
    return step(
        "converting to " + type, (_, target) -> PrePostApi.convertElementType(target, type.code()));
  }

  /** Step: turns the order of the channels round, as BGR to RGB. */
  public Preprocessing reverseChannels() {
    return step("reversing the channels", (_, target) -> PrePostApi.reverseChannels(target));
  }

  /** Step: subtracts one value per channel, in the order that the channels have at this step. */
  public Preprocessing mean(float... perChannel) {
    float[] values = perChannel.clone();
    return step(
        "subtracting the mean",
        (arena, target) ->
            PrePostApi.mean(target, arena.allocateFrom(JAVA_FLOAT, values), values.length));
  }

  /** Step: divides by one value per channel, in the order that the channels have at this step. */
  public Preprocessing scale(float... perChannel) {
    float[] values = perChannel.clone();
    return step(
        "dividing by the scale",
        (arena, target) ->
            PrePostApi.scale(target, arena.allocateFrom(JAVA_FLOAT, values), values.length));
  }

  /** The element type that all outputs are converted to. */
  public Preprocessing outputsAs(ElementType type) {
    outputType = type;
    return this;
  }

  private Preprocessing step(String name, Step step) {
    steps.add(new Named(name, step));
    return this;
  }

  /**
   * Folds it all in. OpenVINO changes the model in place: use the returned one from now on, and
   * close both.
   *
   * @throws OpenVinoException when a step does not fit the model
   */
  public Model build() {
    return model.handle().use(this::build);
  }

  private Model build(MemorySegment source) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment[] built = new MemorySegment[1];
      within(
          "preparing the preprocessing",
          out -> PrePostApi.create(source, out),
          PrePostApi::free,
          processor -> {
            describeInput(arena, processor);
            describeOutputs(processor);
            built[0] =
                Native.pointer(
                    () -> "folding the preprocessing in", out -> PrePostApi.build(processor, out));
          });
      return new Model(built[0], model.sources());
    }
  }

  private void describeInput(Arena arena, MemorySegment processor) {
    within(
        "asking for input " + input,
        out -> PrePostApi.inputInfo(processor, input, out),
        PrePostApi::freeInputInfo,
        info -> {
          within(
              "describing the input's tensor",
              out -> PrePostApi.tensorInfo(info, out),
              PrePostApi::freeTensorInfo,
              tensor -> describeTensor(arena, tensor));
          within(
              "asking for the input's steps",
              out -> PrePostApi.steps(info, out),
              PrePostApi::freeSteps,
              target -> addSteps(arena, target));
          within(
              "describing the model's input",
              out -> PrePostApi.modelInfo(info, out),
              PrePostApi::freeModelInfo,
              inModel -> describeInModel(arena, inModel));
        });
  }

  private void describeTensor(Arena arena, MemorySegment tensor) {
    ElementType type = elementType;
    if (type != null) {
      Native.check(
          PrePostApi.setElementType(tensor, type.code()),
          () -> "setting the input's type to " + type);
    }
    withLayout(arena, layout, target -> PrePostApi.setLayout(tensor, target));
  }

  private void addSteps(Arena arena, MemorySegment target) {
    for (Named named : steps) {
      Native.check(named.step().apply(arena, target), named::name);
    }
  }

  private void describeInModel(Arena arena, MemorySegment inModel) {
    withLayout(arena, modelLayout, target -> PrePostApi.setModelLayout(inModel, target));
  }

  private static void withLayout(
      Arena arena, @Nullable String text, ToIntFunction<MemorySegment> setter) {
    if (text == null) {
      return;
    }
    within(
        "reading layout " + text,
        out -> PrePostApi.createLayout(arena.allocateFrom(text), out),
        PrePostApi::freeLayout,
        target -> Native.check(setter.applyAsInt(target), () -> "setting layout " + text));
  }

  private void describeOutputs(MemorySegment processor) {
    ElementType type = outputType;
    if (type == null) {
      return;
    }
    int count = model.outputs().size();
    for (int i = 0; i < count; i++) {
      int index = i;
      within(
          "asking for output " + index,
          out -> PrePostApi.outputInfo(processor, index, out),
          PrePostApi::freeOutputInfo,
          info ->
              within(
                  "describing output " + index,
                  out -> PrePostApi.outputTensorInfo(info, out),
                  PrePostApi::freeOutputTensorInfo,
                  tensor ->
                      Native.check(
                          PrePostApi.setOutputElementType(tensor, type.code()),
                          () -> "setting the type of output " + index + " to " + type)));
    }
  }

  /** Gets something, works with it, and frees it. */
  private static void within(
      String doing,
      ToIntFunction<MemorySegment> get,
      Consumer<MemorySegment> free,
      Consumer<MemorySegment> work) {
    MemorySegment got = Native.pointer(() -> doing, get);
    try {
      work.accept(got);
    } finally {
      free.accept(got);
    }
  }
}
