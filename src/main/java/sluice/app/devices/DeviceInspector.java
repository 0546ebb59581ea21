package sluice.app.devices;

import java.nio.file.Path;
import java.util.Optional;
import sluice.core.SluiceException;

/** Inspector of OpenVINO's devices on this machine. */
public interface DeviceInspector {

  /**
   * Lists the devices; with a model, also compiles it for each device and each hint to find out how
   * it would run.
   *
   * @throws SluiceException when OpenVINO can't be loaded or the model can't be read
   */
  DeviceReport inspect(Optional<Path> model);
}
