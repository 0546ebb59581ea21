package sluice.config.binding;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.net.URL;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Includer that follows includes to files alone: a configuration is read from this machine. A file
 * that isn't there is a problem, not an empty configuration. The size of all files together is
 * bounded, for what is parsed takes a hundred times as much memory. For one reading.
 */
public final class FileIncluder
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  /** Bytes of a configuration at most, all of its files together. */
  public static final long MOST_BYTES = 4L << 20;

  private final AtomicLong left = new AtomicLong(MOST_BYTES);

  /**
   * Counts a file that is about to be read.
   *
   * @throws ConfigException when all files together are too large; its message is for the user
   */
  public void count(File file) {
    if (left.addAndGet(-file.length()) < 0) {
      throw new IncludeFailure(
          "is larger than "
              + (MOST_BYTES >> 20)
              + " MiB, with what it includes; nothing of that size is read",
          null);
    }
  }

  /** The usual one would follow addresses. */
  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    if (what.contains("://")) {
      throw refused("an address");
    }
    ConfigParseable file = context.relativeTo(what);
    if (file != null && file.origin().filename() != null) {
      count(new File(file.origin().filename()));
    }
    return required(what, () -> file.parse(context.parseOptions().setAllowMissing(false)));
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    count(what);
    return required(
        what.getPath(),
        () -> ConfigFactory.parseFile(what, context.parseOptions().setAllowMissing(false)).root());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refused("an address");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refused("a resource");
  }

  private static ConfigObject required(String what, Supplier<ConfigObject> read) {
    try {
      return read.get();
    } catch (ConfigException.IO e) {
      throw new IncludeFailure(
          "it includes " + ConfigNode.printable(what) + ", which can't be read", e);
    }
  }

  private static ConfigException refused(String what) {
    return new IncludeFailure("it includes " + what + ", which is not followed", null);
  }
}
