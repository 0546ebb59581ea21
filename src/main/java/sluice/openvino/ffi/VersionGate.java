package sluice.openvino.ffi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses versions whose numbers mean something else. Up to 2025 every {@code ov_element_type_e}
 * had another value than since 2026.0: calling such a library would read and write memory wrongly.
 */
final class VersionGate {
  /** The newest release that the tests run on: what to get where there is none. */
  static final String TESTED = "2026.4.1";

  /** The oldest release that may be called. */
  static final String OLDEST = "2026.0";

  private static final int OLDEST_YEAR = 2026;
  private static final Pattern RELEASE = Pattern.compile("(\\d{4})\\.\\d+.*");

  private VersionGate() {}

  /**
   * Lets a build pass or refuses it by name. A build without a release number (a private one)
   * passes: the self-test decides.
   *
   * @param build as the library names it, for example {@code 2026.4.1-22000-abcdef-releases/2026/4}
   * @param library where it was loaded from, for the message
   * @throws LibraryException when it is older than {@link #OLDEST}
   */
  static void check(String build, String library) {
    Matcher release = RELEASE.matcher(build);
    if (release.matches() && Integer.parseInt(release.group(1)) < OLDEST_YEAR) {
      throw new LibraryException(
          "OpenVINO "
              + build
              + " in "
              + library
              + " is too old: "
              + OLDEST
              + " or newer is needed; "
              + LibrarySearch.HOW_TO_GET_IT);
    }
  }
}
