import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Puts the native libraries of an official openvino wheel into a folder, once: pip downloads the
 * wheel and checks its hash, the libraries are unpacked beside the folder, and a rename makes them
 * appear all at once. A folder that an earlier build filled with fewer of them gets those that are
 * missing. Builds that run at the same time wait for each other.
 *
 * <p>Usage: {@code java FetchOpenVino.java RELEASE FOLDER WHEELS.txt PYTHON [SHA256]}. The folder
 * gets the libraries and, under {@code licenses/}, their licences.
 */
final class FetchOpenVino {
  private static final String LIBRARIES = "openvino/libs/";

  /**
   * Readers of formats that Sluice does not take; some write to standard error of their own accord.
   */
  private static final String UNUSED = ".*_(gguf|jax|pytorch)_frontend.*|.*\\.pc";

  /**
   * A file that says that all is there. Whoever takes more of the wheel numbers it anew, here and
   * in the POM's profile "openvino-is-there".
   */
  private static final String COMPLETE = "complete-2";

  private static final String LICENSES = ".dist-info/licenses/";

  /** What is wrong and what to do, in one line for the user of the build. */
  private static final class Refusal extends Exception {
    Refusal(String message) {
      super(message);
    }
  }

  private final String release;
  private final Path folder;
  private final Path knownWheels;
  private final String python;
  private final String ownHash;

  private FetchOpenVino(String[] args) {
    release = args[0];
    folder = Path.of(args[1]).toAbsolutePath();
    knownWheels = Path.of(args[2]);
    python = args[3];
    ownHash = args.length > 4 ? args[4] : "";
  }

  public static void main(String[] args) throws InterruptedException {
    try {
      new FetchOpenVino(args).run();
    } catch (Refusal refusal) {
      fail(refusal.getMessage());
    } catch (IOException e) {
      fail("OpenVINO " + args[0] + " could not be put into " + args[1] + ": " + e);
    }
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(1);
  }

  private void run() throws IOException, InterruptedException, Refusal {
    if (isComplete()) {
      return;
    }
    String platform = platform();
    String hash = hash(platform);
    Files.createDirectories(folder.getParent());
    Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
    try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      if (!isComplete()) {
        System.out.println("Fetching OpenVINO " + release + " into " + folder + " (once)");
        fetch(platform, hash);
      }
    }
  }

  private boolean isComplete() {
    return Files.exists(folder.resolve(COMPLETE));
  }

  private static String platform() throws Refusal {
    String system = System.getProperty("os.name");
    String machine = System.getProperty("os.arch");
    return switch (system.split(" ")[0] + " " + machine) {
      case "Linux amd64" -> "manylinux_2_28_x86_64";
      case "Linux aarch64" -> "manylinux_2_35_aarch64";
      case "Mac aarch64" -> "macosx_11_0_arm64";
      case "Windows amd64" -> "win_amd64";
      default ->
          throw new Refusal(
              ("There is no openvino wheel for %s on %s: install OpenVINO 2026.0 or newer yourself"
                      + " and build with -Dopenvino.home=FOLDER_OF_ITS_LIBRARIES.")
                  .formatted(system, machine));
    };
  }

  private String hash(String platform) throws IOException, Refusal {
    if (!ownHash.isEmpty()) {
      if (!ownHash.matches("[0-9a-fA-F]{64}")) {
        throw new Refusal("openvino.sha256 is '" + ownHash + "', expected 64 hexadecimal digits.");
      }
      return ownHash.toLowerCase(java.util.Locale.ROOT);
    }
    List<String[]> wheels =
        Files.readAllLines(knownWheels).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("\\s+"))
            .toList();
    for (String[] wheel : wheels) {
      if (wheel[0].equals(release) && wheel[1].equals(platform)) {
        return wheel[2];
      }
    }
    throw new Refusal(
        ("The hash of OpenVINO %s for %s is not known (known releases: %s): add"
                + " -Dopenvino.sha256=HASH with the SHA-256 that the Python package index"
                + " shows for the file openvino-%s-*-cp312-cp312-%s.whl.")
            .formatted(
                release,
                platform,
                String.join(", ", wheels.stream().map(wheel -> wheel[0]).distinct().toList()),
                release,
                platform));
  }

  private void fetch(String platform, String hash)
      throws IOException, InterruptedException, Refusal {
    Path work = Files.createTempDirectory(folder.getParent(), "openvino-fetch-");
    try {
      download(platform, hash, work);
      Path unpacked = Files.createDirectory(work.resolve("unpacked"));
      try (Stream<Path> files = Files.list(work)) {
        unpack(
            files.filter(file -> file.toString().endsWith(".whl")).findFirst().orElseThrow(),
            unpacked);
      }
      Path complete = Files.createFile(unpacked.resolve(COMPLETE));
      if (Files.isDirectory(folder)) {
        addMissing(unpacked, complete);
      } else {
        Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      try (Stream<Path> files = Files.walk(work)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  /** What is there stays as it is: other builds may be using it. */
  private void addMissing(Path unpacked, Path last) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(unpacked)) {
      files = all.filter(file -> Files.isRegularFile(file) && !file.equals(last)).toList();
    }
    for (Path file : files) {
      Path target = folder.resolve(unpacked.relativize(file));
      if (Files.notExists(target)) {
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    Files.move(last, folder.resolve(COMPLETE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Any Python will do: the wheel is chosen by platform, not by the Python that downloads it. */
  private void download(String platform, String hash, Path work)
      throws IOException, InterruptedException, Refusal {
    Path requirements =
        Files.writeString(
            work.resolve("requirements.txt"),
            "openvino==%s --hash=sha256:%s%n".formatted(release, hash));
    List<String> command =
        List.of(
            python,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
            "--no-deps",
            "--only-binary=:all:",
            "--require-hashes",
            "--implementation",
            "cp",
            "--python-version",
            "3.12",
            "--abi",
            "cp312",
            "--platform",
            platform,
            "--requirement",
            requirements.toString(),
            "--dest",
            work.toString());
    Process pip;
    try {
      pip = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new Refusal(
          "'"
              + python
              + "' could not be started; OpenVINO's libraries are fetched with Python 3 and pip:"
              + " install them, or name another Python with -Dpython=COMMAND, or an installed"
              + " OpenVINO with -Dopenvino.home=FOLDER.");
    }
    if (pip.waitFor() != 0) {
      throw new Refusal(
          "pip could not download OpenVINO "
              + release
              + " for "
              + platform
              + " (its message is above)."
              + " Without a network, name an installed OpenVINO with -Dopenvino.home=FOLDER.");
    }
  }

  private static void unpack(Path wheel, Path target) throws IOException {
    Path licenses = Files.createDirectory(target.resolve("licenses"));
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
        String name = entry.getName();
        String fileName = name.substring(name.lastIndexOf('/') + 1);
        if (name.startsWith(LIBRARIES) && !fileName.matches(UNUSED)) {
          copy(zip, entry, target.resolve(fileName));
        } else if (name.contains(LICENSES)) {
          copy(zip, entry, licenses.resolve(fileName));
        }
      }
    }
  }

  private static void copy(ZipFile zip, ZipEntry entry, Path target) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, target);
    }
  }
}
