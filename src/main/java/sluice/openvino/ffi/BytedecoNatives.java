package sluice.openvino.ffi;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * The natives of an {@code org.bytedeco:openvino} jar for this platform. The only class here that
 * uses JavaCPP, which unpacks them into its cache: without JavaCPP on the class path its use ends
 * in a {@link NoClassDefFoundError}, and nothing else is lost.
 */
final class BytedecoNatives {
  private static final String NATIVES = "/org/bytedeco/openvino/";

  private BytedecoNatives() {}

  /**
   * The folder they were unpacked into, all together; empty where there is no such jar.
   *
   * @throws IOException when they can't be unpacked
   */
  static Optional<Path> unpack() throws IOException {
    File[] unpacked = Loader.cacheResources(BytedecoNatives.class, NATIVES + Loader.getPlatform());
    return Arrays.stream(unpacked).filter(File::isDirectory).map(File::toPath).findFirst();
  }
}
