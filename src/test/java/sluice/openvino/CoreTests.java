package sluice.openvino;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests with a core of their own. */
abstract class CoreTests extends OpenVinoTests {
  Core core;

  @BeforeEach
  void createCore() {
    core = Core.create();
  }

  @AfterEach
  void closeCore() {
    core.close();
  }
}
