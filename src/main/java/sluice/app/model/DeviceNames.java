package sluice.app.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Validator of device names: checks a name as users give it against the devices that are present.
 */
public final class DeviceNames {
  /**
   * Devices of OpenVINO that hand their work to others; a list of those may follow after a colon.
   */
  private static final Set<String> VIRTUAL = Set.of("AUTO", "MULTI", "HETERO", "BATCH");

  private DeviceNames() {}

  /**
   * Refuses a device that isn't there: {@code GPU}, or the {@code NPU} of {@code AUTO:NPU,CPU}.
   *
   * @param requested {@code CPU}, {@code GPU.1}, {@code AUTO}, {@code MULTI:GPU,CPU}, {@code
   *     BATCH:CPU(4)} …
   * @param available the names that OpenVINO lists; {@code GPU.0} also answers to {@code GPU}
   * @throws SluiceException that names the devices that are there
   */
  public static void check(String requested, List<String> available) {
    int colon = requested.indexOf(':');
    String first = colon < 0 ? requested : requested.substring(0, colon);
    if (!VIRTUAL.contains(first)) {
      checkOne(requested, requested, available);
      return;
    }
    if (colon >= 0) {
      Arrays.stream(requested.substring(colon + 1).split(",", -1))
          .map(DeviceNames::bare)
          .forEach(name -> checkOne(name, requested, available));
    }
  }

  /**
   * A member of a list without the {@code -} that excludes it and the batch size in parentheses.
   */
  private static String bare(String member) {
    String name = member.startsWith("-") ? member.substring(1) : member;
    int parenthesis = name.indexOf('(');
    return parenthesis < 0 ? name : name.substring(0, parenthesis);
  }

  private static void checkOne(String name, String requested, List<String> available) {
    boolean there =
        available.stream().anyMatch(device -> device.equals(name) || device.startsWith(name + "."));
    if (!there || name.isEmpty()) {
      throw new SluiceException(ErrorCode.DEVICE, refusal(name, requested, available));
    }
  }

  private static String refusal(String name, String requested, List<String> available) {
    String part = name.equals(requested) ? "" : " in " + requested;
    String nearest =
        available.stream()
            .filter(device -> device.equals(name.toUpperCase(Locale.ROOT)))
            .findFirst()
            .map(device -> "; names are in capitals: " + device)
            .orElse("");
    return "device: '"
        + name
        + "'"
        + part
        + " isn't there (expected: "
        + String.join(", ", available)
        + " or AUTO"
        + nearest
        + ")";
  }
}
