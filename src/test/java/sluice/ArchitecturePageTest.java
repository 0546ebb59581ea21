package sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ArchitecturePageTest {

  @Test
  void architecturePage_drawsThePackagesAndArrowsThatAreHeld() throws IOException {
    String page = Files.readString(ArchitecturePage.PAGE);
    assertThat(page)
        .as("run sluice.ArchitecturePage of the test sources and look at what changed")
        .isEqualTo(ArchitecturePage.drawn(page));
  }
}
