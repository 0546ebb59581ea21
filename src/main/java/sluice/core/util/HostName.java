package sluice.core.util;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The name of this machine. */
public final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
  private static final int LONGEST_ID = 64;

  private HostName() {}

  /** The name as the kernel knows it; absent where that doesn't say. No resolver is asked. */
  public static Optional<String> ofKernel() {
    try {
      return Optional.of(Files.readString(KERNEL).strip()).filter(name -> !name.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The name with hyphens for what ids can't hold; {@code sluice} where the machine has none. Asks
   * the resolver, which may block, where the kernel doesn't say.
   */
  public static String asId() {
    String name = ofKernel().orElseGet(HostName::ofResolver).replaceAll("[^A-Za-z0-9_-]+", "-");
    return name.substring(0, Math.min(LONGEST_ID, name.length()));
  }

  private static String ofResolver() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "sluice";
    }
  }
}
