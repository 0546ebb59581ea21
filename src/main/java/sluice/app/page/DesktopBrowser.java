package sluice.app.page;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The browser that the user's desktop opens pages with: by {@code xdg-open}, macOS's {@code open},
 * or Windows' {@code rundll32}. Where no desktop is, as behind SSH or in a container, nothing is
 * tried: {@code xdg-open} would start a browser for terminals. Thread-safe.
 */
public final class DesktopBrowser implements PageOpener {
  /** A program that still runs after so long has taken the page. */
  private static final long PATIENCE_SECONDS = 3;

  private final Map<String, String> environment;
  private final String system;

  /**
   * The browser of the desktop that an environment describes.
   *
   * @param environment variables of the process
   * @param system name of the operating system, as {@code os.name} gives it
   */
  DesktopBrowser(Map<String, String> environment, String system) {
    this.environment = Map.copyOf(environment);
    this.system = system.toLowerCase(Locale.ROOT);
  }

  /** The desktop of this process's user. */
  public static DesktopBrowser ofUser() {
    return new DesktopBrowser(System.getenv(), System.getProperty("os.name", ""));
  }

  @Override
  public boolean open(URI page) {
    List<String> command = command();
    if (command.isEmpty()) {
      return false;
    }
    List<String> whole = new ArrayList<>(command);
    whole.add(page.toString());
    try {
      Process process =
          new ProcessBuilder(whole)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      return !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What opens an address that follows; empty where nothing does. */
  private List<String> command() {
    if (system.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler");
    }
    if (system.startsWith("mac")) {
      return List.of("open");
    }
    boolean desktop = isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
    List<String> opener = program("xdg-open");
    if (!desktop || opener.isEmpty()) {
      return List.of();
    }
    // In a session of its own: Ctrl-C shall end us and not the browser.
    return Stream.concat(program("setsid").stream(), opener.stream()).toList();
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isBlank();
  }

  /** A program of the path as a command of one word; empty where there is none. */
  private List<String> program(String name) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> new File(folder, name))
        .filter(File::canExecute)
        .map(File::getPath)
        .limit(1)
        .toList();
  }
}
