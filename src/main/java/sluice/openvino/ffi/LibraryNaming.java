package sluice.openvino.ffi;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an operating system names the files of OpenVINO's C library, and which of several is the
 * newest.
 */
enum LibraryNaming {
  LINUX("libopenvino_c.so*", "libopenvino_c\\.so(?:\\.([0-9]+(?:\\.[0-9]+)*))?"),
  MACOS("libopenvino_c*.dylib", "libopenvino_c(?:\\.([0-9]+(?:\\.[0-9]+)*))?\\.dylib"),
  WINDOWS("openvino_c.dll", "openvino_c()\\.dll");

  private static final Comparator<List<BigInteger>> BY_VERSION =
      (left, right) -> {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
          int order = left.get(i).compareTo(right.get(i));
          if (order != 0) {
            return order;
          }
        }
        return Integer.compare(left.size(), right.size());
      };

  private final String glob;
  private final Pattern pattern;

  LibraryNaming(String glob, String pattern) {
    this.glob = glob;
    this.pattern = Pattern.compile(pattern);
  }

  /** The naming that goes with a value of the system property {@code os.name}. */
  static LibraryNaming of(String osName) {
    String name = osName.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return WINDOWS;
    }
    return name.startsWith("mac") ? MACOS : LINUX;
  }

  /** The file name as people write it. */
  String glob() {
    return glob;
  }

  /**
   * The newest of the given file names by the number they carry; one without a number is the
   * oldest.
   */
  Optional<String> newest(List<String> fileNames) {
    return fileNames.stream()
        .filter(name -> pattern.matcher(name).matches())
        .max(Comparator.comparing(this::version, BY_VERSION));
  }

  private List<BigInteger> version(String fileName) {
    Matcher matcher = pattern.matcher(fileName);
    @Nullable String number = matcher.matches() ? matcher.group(1) : null;
    return number == null || number.isEmpty()
        ? List.of()
        : Arrays.stream(number.split("\\.", -1)).map(BigInteger::new).toList();
  }
}
