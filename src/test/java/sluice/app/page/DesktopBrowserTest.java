package sluice.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class DesktopBrowserTest {
  private static final URI PAGE = URI.create("http://127.0.0.1:8080/");

  @TempDir Path folder;

  /** A desktop whose opener records pages and exits with the given code. */
  private DesktopBrowser desktop(int exitCode, Map<String, String> variables) throws IOException {
    Path opener = folder.resolve("xdg-open");
    Files.writeString(
        opener,
        "#!/bin/sh\necho \"$@\" > '%s'\nexit %d\n".formatted(folder.resolve("opened"), exitCode));
    assertThat(opener.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("PATH", folder + ":/usr/bin:/bin");
    return new DesktopBrowser(environment, "Linux");
  }

  @Test
  void desktop_opensThePage() throws IOException {
    assertThat(desktop(0, Map.of("WAYLAND_DISPLAY", "wayland-0")).open(PAGE)).isTrue();
    assertThat(folder.resolve("opened")).hasContent(PAGE.toString());
  }

  @Test
  void aBrowserThatCannotBeStarted_isNoBrowser() throws IOException {
    assertThat(desktop(3, Map.of("DISPLAY", ":0")).open(PAGE)).isFalse();
  }

  @Test
  void openPage_triesNothing_withoutDesktop() throws IOException {
    assertThat(desktop(0, Map.of("DISPLAY", "")).open(PAGE)).isFalse();
    assertThat(folder.resolve("opened")).doesNotExist();
  }

  @Test
  void openPage_triesNothing_withoutOpenerProgram() {
    Map<String, String> empty = Map.of("DISPLAY", ":0", "PATH", folder.toString());

    assertThat(new DesktopBrowser(empty, "Linux").open(PAGE)).isFalse();
  }
}
