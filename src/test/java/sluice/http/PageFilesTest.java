package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.http.page.PageRoutes;
import sluice.http.page.StaticFile;

/** The dashboard's files themselves: complete, and within their content policy. */
class PageFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/sluice/web");
  private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"assets/([^\"]+)\"");
  private static final Pattern QUOTED_ASSET = Pattern.compile("'assets/([^']+)'");
  private static final Pattern TAG = Pattern.compile("<([a-z]+)([^>]*)>");

  private static String text(String name) {
    return StaticFile.read(PageRoutes.FOLDER + name).text();
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static Stream<String> modules() {
    return PageRoutes.ASSETS.stream().filter(name -> name.endsWith(".js"));
  }

  @Test
  void assetList_equalsTheFolder() throws Exception {
    Set<String> there = new TreeSet<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      files.forEach(file -> there.add(file.getFileName().toString()));
    }
    Set<String> listed = new TreeSet<>(PageRoutes.ASSETS);
    listed.add(PageRoutes.INDEX);
    assertThat(listed).isEqualTo(there);
  }

  @Test
  void everyReferencedAsset_isServed() {
    Set<String> served = new HashSet<>();
    PageRoutes.routes().forEach(route -> served.add(route.path()));
    assertThat(groups(ASSET, text(PageRoutes.INDEX)))
        .contains("app.js", "style.css", "icon.svg")
        .allMatch(name -> served.contains("/assets/" + name));
    modules()
        .flatMap(name -> groups(QUOTED_ASSET, text(name)).stream())
        .forEach(name -> assertThat(served).contains("/assets/" + name));
  }

  @Test
  void everyModule_isReachable_fromApp() {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(List.of("app.js"));
    while (!next.isEmpty()) {
      String name = next.remove();
      if (reached.add(name)) {
        next.addAll(groups(IMPORT, text(name)));
      }
    }
    assertThat(reached).isEqualTo(new TreeSet<>(modules().toList()));
  }

  @Test
  void indexPage_hasNoInlineScriptOrStyle() {
    String page = text(PageRoutes.INDEX);
    List<MatchResult> tags = TAG.matcher(page).results().toList();
    assertThat(tags).hasSizeGreaterThan(10);
    for (MatchResult tag : tags) {
      assertThat(tag.group(1)).isNotEqualTo("style");
      assertThat(tag.group(2)).doesNotContainPattern("(^|\\s)(style|on\\w+)\\s*=");
    }
    assertThat(page).containsPattern("<script [^>]*src=[^>]*></script>");
    assertThat(page.split("<script", -1)).hasSize(2);
  }

  /** What a server says is text: no module hands text to anything that would read it as markup. */
  @Test
  void modules_neverInterpretTextAsMarkupOrCode() {
    modules()
        .forEach(
            name ->
                assertThat(text(name))
                    .as(name)
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "DOMParser")
                    .doesNotContain("document.write", "eval(", "new Function", "srcdoc")
                    .doesNotContain("javascript:", "'style'"));
  }

  @Test
  void assets_referToNoOtherHost() {
    Stream.concat(Stream.of(PageRoutes.INDEX), PageRoutes.ASSETS.stream())
        .forEach(
            name ->
                assertThat(text(name).replace("http://www.w3.org/2000/svg", ""))
                    .as(name)
                    .doesNotContain("http://", "https://"));
  }

  @Test
  void chartLibrary_hasTheVersionOfTheBuild() throws Exception {
    List<String> versions =
        groups(
            Pattern.compile("<chart\\.js\\.version>([^<]+)<"),
            Files.readString(Path.of("pom.xml")));
    assertThat(versions).hasSize(1);
    assertThat(PageRoutes.chart().text()).contains("Chart.js v" + versions.getFirst());
  }
}
