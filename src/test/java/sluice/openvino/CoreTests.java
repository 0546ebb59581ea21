package sluice.openvino;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Base class of tests with a core of their own. */
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
