package sluice.app.doctor;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.openvino.OpenVino;
import sluice.openvino.OpenVinoUnavailableException;

/** OpenVINO's libraries: whether they load, which they are, where they lie. */
final class OpenVinoCheck implements DoctorCheck {
  private final Supplier<OpenVino.Library> load;

  OpenVinoCheck() {
    this(OpenVino::load);
  }

  /** With other libraries, for tests. */
  OpenVinoCheck(Supplier<OpenVino.Library> load) {
    this.load = load;
  }

  @Override
  public String name() {
    return "openvino";
  }

  @Override
  public List<Finding> run() {
    try {
      OpenVino.Library library = load.get();
      return List.of(Finding.ok("OpenVINO " + library.build() + ", " + library.path()));
    } catch (OpenVinoUnavailableException e) {
      return List.of(
          Finding.problem(
              Optional.ofNullable(e.getMessage()).orElse("OpenVINO's libraries can't be loaded"),
              "OPENVINO_HOME names the folder of another OpenVINO"));
    }
  }
}
