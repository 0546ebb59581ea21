package sluice.openvino;

import static sluice.openvino.PropertyTypes.readOnlyNumber;
import static sluice.openvino.PropertyTypes.readOnlyText;
import static sluice.openvino.PropertyTypes.readOnlyWords;

import java.util.List;

/** What a compiled model tells of itself. */
public final class CompiledModelProperties {

  /** The model's name. */
  public static final Property<String> MODEL_NAME = readOnlyText(Properties.NETWORK_NAME);

  /** How many requests keep the device busy. */
  public static final Property<Integer> OPTIMAL_NUMBER_OF_INFER_REQUESTS =
      readOnlyNumber(Properties.OPTIMAL_NUMBER_OF_INFER_REQUESTS);

  /** The devices it really runs on. */
  public static final Property<List<String>> EXECUTION_DEVICES =
      readOnlyWords(Properties.EXECUTION_DEVICES);

  /** Which release and machine it needs when it is exported. */
  public static final Property<String> RUNTIME_REQUIREMENTS = readOnlyText("RUNTIME_REQUIREMENTS");

  /** Into how many pieces {@code HETERO} has cut it. */
  public static final Property<Integer> HETERO_NUMBER_OF_SUBMODELS =
      readOnlyNumber("HETERO_NUMBER_OF_SUBMODELS");

  private CompiledModelProperties() {}
}
