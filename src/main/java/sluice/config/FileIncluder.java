package sluice.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/** Follows includes to files, and nowhere else: a configuration is read from this machine. */
final class FileIncluder
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private final @Nullable ConfigIncluder usual;

  FileIncluder() {
    this(null);
  }

  private FileIncluder(@Nullable ConfigIncluder usual) {
    this.usual = usual;
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return new FileIncluder(usual == null ? fallback : usual.withFallback(fallback));
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    if (what.contains("://")) {
      throw refused();
    }
    return context.relativeTo(what).parse(context.parseOptions());
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return ConfigFactory.parseFile(what, context.parseOptions()).root();
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refused();
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refused();
  }

  private static ConfigException refused() {
    return new ConfigException.Generic("include: : it leads to no file");
  }
}
