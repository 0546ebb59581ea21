package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one OpenVINO library of this process: found, loaded, its version and its binary interface
 * checked.
 */
public final class NativeLibrary {
  private static final Object LOCK = new Object();
  private static final int U8 = 16;
  private static final int F32 = 4;
  private static final long PROBE_ELEMENTS = 4;

  private static volatile @Nullable Loaded loaded;
  private static @Nullable String refused;

  private NativeLibrary() {}

  /**
   * What was loaded.
   *
   * @param path the file
   * @param build the build, as the library names it
   */
  public record Identity(Path path, String build) {}

  private record Loaded(Identity identity, SymbolLookup symbols) {}

  /**
   * Loads the library unless that was done. A folder without a library can be mended and tried
   * again; a library that was refused stays so until the process ends, since it can't be unloaded.
   *
   * @throws LibraryException when there is none, it can't be loaded, or it is refused
   */
  public static Identity load() {
    Loaded done = loaded;
    return done != null ? done.identity() : loadOnce();
  }

  private static Identity loadOnce() {
    synchronized (LOCK) {
      Loaded done = loaded;
      if (done != null) {
        return done.identity();
      }
      if (refused != null) {
        throw new LibraryException(refused);
      }
      LibraryNaming naming = LibraryNaming.of(System.getProperty("os.name", ""));
      Path path = new LibrarySearch(naming, SearchSettings.ofProcess()).find();
      try {
        return admit(path).identity();
      } catch (LibraryException e) {
        loaded = null;
        refused = e.getMessage();
        throw e;
      }
    }
  }

  private static Loaded admit(Path path) {
    open(path);
    Loaded candidate =
        new Loaded(new Identity(path, ""), SymbolLookup.libraryLookup(path, Arena.global()));
    loaded = candidate;
    String build = CommonApi.build();
    VersionGate.check(build, path.toString());
    selfTest("U8", U8, PROBE_ELEMENTS, build);
    selfTest("F32", F32, Float.BYTES * PROBE_ELEMENTS, build);
    candidate = new Loaded(new Identity(path, build), candidate.symbols());
    loaded = candidate;
    return candidate;
  }

  /**
   * Loads by System.load, which unlike a symbol lookup says what is missing, and keeps the library
   * for the process's life.
   */
  private static void open(Path path) {
    try {
      System.load(path.toString());
    } catch (UnsatisfiedLinkError e) {
      throw new LibraryException(
          "OpenVINO's library "
              + path
              + " can't be loaded: "
              + e.getMessage()
              + "; keep all files of an installation together",
          e);
    }
  }

  /**
   * Creates a tensor of a type whose size is known: a shifted enumeration or a broken call shows at
   * once.
   */
  private static void selfTest(String type, int code, long expectedBytes, String build) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      MemorySegment bytes = arena.allocate(JAVA_LONG);
      MemorySegment shape = Layouts.shape(arena, PROBE_ELEMENTS);
      int status = TensorApi.create(code, shape, out);
      if (status == 0) {
        MemorySegment tensor = out.get(ADDRESS, 0);
        status = TensorApi.byteSize(tensor, bytes);
        TensorApi.free(tensor);
      }
      if (status != 0 || bytes.get(JAVA_LONG, 0) != expectedBytes) {
        throw new LibraryException(
            ("OpenVINO %s does not answer as its header says: a tensor of %d %s has %d bytes"
                    + " (status %d), expected %d; use an official release of %s or newer")
                .formatted(
                    build,
                    PROBE_ELEMENTS,
                    type,
                    bytes.get(JAVA_LONG, 0),
                    status,
                    expectedBytes,
                    VersionGate.OLDEST));
      }
    }
  }

  /** The symbols of the loaded library. */
  static SymbolLookup symbols() {
    Loaded done = loaded;
    if (done == null) {
      throw new IllegalStateException("NativeLibrary.load() comes before the first native call");
    }
    return done.symbols();
  }
}
