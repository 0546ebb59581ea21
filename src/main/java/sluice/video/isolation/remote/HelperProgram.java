package sluice.video.isolation.remote;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.video.ffmpeg.NativeFolders;
import sluice.video.isolation.helper.DecoderMain;
import sluice.video.isolation.helper.LogProvider;
import sluice.video.tls.SystemAuthorities;

/**
 * The program of a decoder's process: this very distribution in another JVM, which is small and
 * starts fast.
 *
 * @param javaHome of the Java that runs this process
 * @param classPath jars and folders, absolute
 * @param natives folders of FFmpeg's libraries
 * @param cache an AOT cache, where there is one
 * @param flags further flags of the JVM
 * @param mainClass that is started
 */
public record HelperProgram(
    Path javaHome,
    List<Path> classPath,
    List<Path> natives,
    List<Path> cache,
    List<String> flags,
    String mainClass) {
  private static final String CACHE = "decoder.aot";

  /** In its box the process sees no limits of its container, and so is told what they leave. */
  private static final String PROCESSORS = "-XX:ActiveProcessorCount=";

  /** Of what works on video here, and so of what does in the process. */
  private static final Logger VIDEO_LOG = LoggerFactory.getLogger("sluice.video");

  /**
   * A small heap, for pictures aren't in it; no optimising compiler, for the work is FFmpeg's; no
   * files, no attaching, and the report of a crash not among the messages; no thread that wakes up
   * again and again to look for locks to take apart, of which there are none. A Java that doesn't
   * know one of these flags any more starts without it.
   */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UseSerialGC",
          "-Xmx32m",
          "-Xms8m",
          "-Xmn3m",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=16m",
          "-XX:-UsePerfData",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:AsyncDeflationInterval=0",
          "-XX:GuaranteedAsyncDeflationInterval=0",
          "-XX:+DisableAttachMechanism",
          "-XX:+SuppressFatalErrorMessage",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xlog:disable",
          "-Xlog:all=off",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED",
          "-Djava.awt.headless=true",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
          "-Dorg.bytedeco.javacpp.logger=slf4j",
          "-Dorg.bytedeco.javacpp.pathsFirst=true",
          "-Dorg.bytedeco.javacpp.cachelibraries=false",
          "-Dslf4j.provider=" + LogProvider.class.getName());

  /** One pool of the C library, which gives back what is large. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C.UTF-8", "MALLOC_ARENA_MAX", "1", "MALLOC_MMAP_THRESHOLD_", "131072");

  /** Keeps its own copies. */
  public HelperProgram {
    classPath = List.copyOf(classPath);
    natives = List.copyOf(natives);
    cache = List.copyOf(cache);
    flags = List.copyOf(flags);
  }

  /** The program that this process is of. Loads FFmpeg's libraries, to know where they are. */
  public static HelperProgram ofThisProcess() {
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .toList();
    Path cache = classPath.getFirst().resolveSibling(CACHE);
    return new HelperProgram(
        Path.of(System.getProperty("java.home")),
        classPath,
        NativeFolders.find(),
        Files.isReadable(cache) ? List.of(cache) : List.of(),
        List.of(),
        DecoderMain.class.getName());
  }

  /** The same without a cache, with another main class and further flags of the JVM. */
  HelperProgram training(String other, List<String> further) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(further);
    return new HelperProgram(javaHome, classPath, natives, List.of(), all, other);
  }

  /**
   * A process that is not started yet: its command and its environment, in which there is nothing
   * of this process's but where the system's certificates are.
   */
  ProcessBuilder process(SourceBox box) {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    cache.forEach(file -> command.add("-XX:AOTCache=" + file));
    command.addAll(FLAGS);
    command.add(PROCESSORS + Runtime.getRuntime().availableProcessors());
    command.addAll(flags);
    if (VIDEO_LOG.isDebugEnabled()) {
      command.add("-D" + LogProvider.DEBUG + "=true");
    }
    command.add("-Djava.library.path=" + joined(natives));
    command.add("-cp");
    command.add(joined(classPath));
    command.add(mainClass);
    if (box.sockets()) {
      command.add(DecoderMain.SOCKETS);
    }
    if (box.rules().datagrams()) {
      command.add(DecoderMain.DATAGRAMS);
    }
    box.proxyPorts().forEach(port -> command.add(port.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    box.authorities()
        .ifPresent(file -> builder.environment().put(SystemAuthorities.VARIABLE, file.toString()));
    return builder;
  }

  /** The file that is started. */
  Path java() {
    return javaHome.resolve("bin").resolve("java");
  }

  /** What the process reads, and may not change. */
  List<Path> readable() {
    List<Path> paths = new ArrayList<>(classPath);
    paths.addAll(natives);
    paths.addAll(cache);
    classPath.stream()
        .filter(entry -> entry.toString().endsWith(".jar"))
        .map(Path::getParent)
        .distinct()
        .filter(folder -> folder != null && folder.endsWith("lib"))
        .forEach(paths::add);
    return paths;
  }

  private static String joined(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
