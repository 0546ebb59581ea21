package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Libraries from the class path, in processes of their own: a jar laid out as {@code
 * org.bytedeco:openvino} is, packed by this test from the libraries that the other tests use.
 */
@EnabledOnOs(OS.LINUX)
class BytedecoJarIT {
  /** What it takes to find a CPU; the rest is large. */
  private static final List<String> ENOUGH =
      List.of("libopenvino.so", "libopenvino_c.so", "libopenvino_intel_cpu", "libtbb.so");

  @TempDir Path folder;
  private Path cache;

  @BeforeEach
  void cache() {
    cache = folder.resolve("cache");
  }

  /** Stored, not compressed: it is read once. */
  private Path jar(String place) throws IOException {
    Path jar = folder.resolve("openvino-2026.4.1-1.5.14-" + Loader.getPlatform() + ".jar");
    try (Stream<Path> files = Files.list(OpenVino.load().path().getParent());
        OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      zip.setLevel(0);
      String folders = "";
      for (String name : place.split("/", -1)) {
        folders += name + "/";
        zip.putNextEntry(new JarEntry(folders));
      }
      for (Path file : files.toList()) {
        if (ENOUGH.stream().anyMatch(file.getFileName().toString()::startsWith)) {
          zip.putNextEntry(new JarEntry(folders + file.getFileName()));
          Files.copy(file, zip);
        }
      }
    }
    return jar;
  }

  private String probe(List<Path> classPath) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + cache);
    command.add("-Djava.library.path=" + folder);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add(LoadProbe.class.getName());
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    List.of("OPENVINO_HOME", "INTEL_OPENVINO_DIR").forEach(builder.environment()::remove);
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(said, StandardCharsets.UTF_8);
  }

  private static Path on(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<Path> ours() throws Exception {
    return List.of(on(Core.class), on(LoadProbe.class));
  }

  private static List<Path> ours(Path... more) throws Exception {
    return Stream.concat(ours().stream(), Arrays.stream(more)).toList();
  }

  @Test
  void nativesOfAJar_areUnpackedAndLoaded() throws Exception {
    Path jar = jar("org/bytedeco/openvino/" + Loader.getPlatform());

    assertThat(probe(ours(on(Loader.class), jar)))
        .startsWith(cache.toString())
        .contains("libopenvino_c.so", "[CPU]");
  }

  @Test
  void nativesOfAJarLaidOutAsAnArchive_areLoadedToo() throws Exception {
    Path jar = jar("org/bytedeco/openvino/" + Loader.getPlatform() + "/runtime/lib/intel64");

    assertThat(probe(ours(on(Loader.class), jar)))
        .contains("runtime/lib/intel64/libopenvino_c.so", "[CPU]");
  }

  @Test
  void missingJar_isReported() throws Exception {
    assertThat(probe(ours(on(Loader.class))))
        .startsWith("unavailable: OpenVINO's library")
        .contains("org.bytedeco:openvino on the class path (no natives of this platform)")
        .contains(folder.toString(), "pip install");
  }

  @Test
  void withoutJavaCpp_everythingElseWorks() throws Exception {
    Path jar = jar("org/bytedeco/openvino/" + Loader.getPlatform());

    assertThat(probe(ours(jar))).contains("on the class path (JavaCPP is not there)");
  }
}
