package sluice.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import sluice.bench.report.BenchReport.Written;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class BenchReportTest {
  @TempDir Path temp;

  private Path folder() {
    return temp.resolve("report");
  }

  private Written write() {
    return BenchReport.write(MadeUpResult.of(), folder(), false);
  }

  @Test
  void reportPage_isWellFormedAndComplete() throws Exception {
    Document page = parsed(write().page());

    String text = page.getDocumentElement().getTextContent();
    assertThat(text)
        .contains("2026-11-21 10:11 UTC", "Made up <CPU>", "<b>\"it's\" & mine</b>\uFFFD.xml")
        .contains("sync", "async", "infer-only", "wrong: 700 detections instead of <900>")
        .contains("40.0", "1.50", "3.4 %", "12.3", "25.0 %", "900 in 300 frames", "87.7 fps")
        .contains("end to end", "12.30", "11.00", "15.00", "21.00")
        .contains("sluice bench 'it'\\''s.mp4' -m '<b>");
    assertThat(
            elements(page, "tr").stream().filter(row -> row.getAttribute("class").equals("wrong")))
        .singleElement()
        .satisfies(row -> assertThat(row.getTextContent()).startsWith("async"));
    assertThat(elements(page, "b")).isEmpty();
  }

  @Test
  void reportPage_needsNoOtherFile() throws Exception {
    Document page = parsed(write().page());

    List<String> resources = new ArrayList<>();
    for (Element element : elements(page, "*")) {
      for (String attribute : List.of("src", "srcset", "href", "action", "data")) {
        if (element.hasAttribute(attribute)) {
          resources.add(element.getAttribute(attribute));
        }
      }
    }
    assertThat(resources).hasSize(2 * Charts.FILES.size());
    for (String resource : resources) {
      assertThat(resource).startsWith("data:image/png;base64,");
      byte[] png = Base64.getDecoder().decode(resource.substring(resource.indexOf(',') + 1));
      assertSize(ImageIO.read(new ByteArrayInputStream(png)));
    }
    assertThat(elements(page, "style").getFirst().getTextContent())
        .contains("prefers-color-scheme: dark")
        .doesNotContain("@import", "url(");
  }

  @Test
  void charts_lieBesideThePage() throws Exception {
    Written written = write();

    assertThat(written.missing()).isEmpty();
    assertThat(written.charts())
        .extracting(chart -> chart.getFileName().toString())
        .containsExactlyElementsOf(Charts.FILES);
    for (Path chart : written.charts()) {
      assertSize(ImageIO.read(chart.toFile()));
    }
    try (var files = Files.list(folder())) {
      assertThat(files).hasSize(5);
    }
  }

  private static void assertSize(BufferedImage image) {
    assertThat(image.getWidth()).isEqualTo(ChartPainter.WIDTH);
    assertThat(image.getHeight()).isEqualTo(ChartPainter.HEIGHT);
  }

  @Test
  void reportPage_statesTheReason_withoutCharts() throws Exception {
    String page =
        ReportPage.of(MadeUpResult.of(), List.of(), Optional.of("no <font> is installed"));

    assertThat(parsed(page).getDocumentElement().getTextContent())
        .contains("No charts: no <font> is installed");
  }

  @Test
  void anEarlierReport_isKeptUnlessForced() throws Exception {
    Path page = write().page();
    Files.writeString(page, "mine");

    assertRefused(folder(), "index.html: it exists", "--force");
    Files.delete(page);
    assertRefused(folder(), "fps-by-mode.png: it exists", "--force");

    BenchReport.write(MadeUpResult.of(), folder(), true);
    assertThat(page).content().contains("Sluice benchmark");
  }

  @Test
  void otherFilesOfTheFolder_areNoHindrance() throws IOException {
    Files.createDirectory(folder());
    Path other = Files.writeString(folder().resolve("notes.txt"), "mine");

    write();

    assertThat(other).hasContent("mine");
  }

  @Test
  void obstructedReportFolder_isRefusedByName() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "mine");

    assertRefused(file, "it is no folder");
    assertRefused(temp.resolve("none").resolve("report"), "there is no folder");
    Files.createDirectories(folder().resolve("index.html"));
    assertRefused(folder(), "index.html: it is a folder");
    assertThat(file).hasContent("mine");
  }

  @Test
  void check_writesNothing() {
    assertThatCode(() -> BenchReport.check(folder(), false)).doesNotThrowAnyException();

    assertThat(folder()).doesNotExist();
  }

  private static void assertRefused(Path folder, String... words) {
    assertThatThrownBy(() -> BenchReport.check(folder, false))
        .isInstanceOfSatisfying(
            SluiceException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.OUTPUT);
              assertThat(refusal).hasMessageContainingAll(words);
            });
  }

  private static Document parsed(Path page) throws Exception {
    return parsed(Files.readString(page));
  }

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
