package sluice.video.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.presets.javacpp;
import org.jspecify.annotations.Nullable;

/**
 * Where the native libraries lie that FFmpeg's demuxers and decoders need, so that another JVM
 * finds them without unpacking any: its {@code java.library.path}, together with {@code
 * org.bytedeco.javacpp.pathsFirst=true} and {@code org.bytedeco.javacpp.cachelibraries=false}.
 */
public final class NativeFolders {
  private NativeFolders() {}

  /** The folders, after loading the libraries, each once. */
  public static List<Path> find() {
    initialize();
    Set<Path> folders = new LinkedHashSet<>();
    add(folders, Loader.load(javacpp.class));
    add(folders, Loader.load(avutil.class));
    add(folders, Loader.load(swresample.class));
    add(folders, Loader.load(avcodec.class));
    add(folders, Loader.load(avformat.class));
    return new ArrayList<>(folders);
  }

  /**
   * Initializes the classes of the libraries as a decoder does, which load them: to load them while
   * another thread initializes their classes would be a deadlock with it.
   */
  private static void initialize() {
    FfmpegLog.install();
    avutil.avutil_version();
    swresample.swresample_version();
    avcodec.avcodec_version();
    avformat.avformat_version();
  }

  private static void add(Set<Path> folders, @Nullable String library) {
    Path folder = library == null ? null : Path.of(library).toAbsolutePath().getParent();
    if (folder != null) {
      folders.add(folder);
    }
  }
}
