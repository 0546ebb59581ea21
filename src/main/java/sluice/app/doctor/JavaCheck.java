package sluice.app.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The Java that runs this, and the heap that it may take. */
final class JavaCheck implements DoctorCheck {
  private static final String HEAP = "set SLUICE_HEAP";

  private final Facts facts;
  private final Load load;

  JavaCheck(Facts facts, Load load) {
    this.facts = facts;
    this.load = load;
  }

  /**
   * What is looked at.
   *
   * @param version of Java
   * @param vendor who built it
   * @param home its folder
   * @param heap bytes that the heap may take
   * @param memory bytes that the machine has, or its control group lets this process have
   */
  record Facts(String version, String vendor, String home, long heap, long memory) {

    /** Those of this process. */
    static Facts ofProcess() {
      return new Facts(
          Runtime.version().toString(),
          System.getProperty("java.vendor", "an unknown vendor"),
          System.getProperty("java.home", "an unknown folder"),
          Runtime.getRuntime().maxMemory(),
          totalMemory());
    }
  }

  /** Bytes of memory of the machine, or of the control group where that has less. */
  static long totalMemory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  @Override
  public String name() {
    return "java";
  }

  @Override
  public List<Finding> run() {
    String found =
        "Java %s of %s in %s, heap of at most %s"
            .formatted(facts.version(), facts.vendor(), facts.home(), Sizes.text(facts.heap()));
    if (facts.heap() < load.heap()) {
      return List.of(
          Finding.warning(
              found + ", and " + load.text() + " want some " + Sizes.text(load.heap()),
              HEAP + " to more, or have fewer streams"));
    }
    if (facts.heap() > facts.memory() / 2) {
      return List.of(
          Finding.warning(
              found + ", more than half of the memory, which is " + Sizes.text(facts.memory()),
              HEAP + " to less: pictures and models are outside of the heap"));
    }
    return List.of(Finding.ok(found));
  }
}
