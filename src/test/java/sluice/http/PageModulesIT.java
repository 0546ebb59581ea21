package sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sluice.http.page.PageRoutes;
import sluice.testing.TestBrowser;

/** Runs the tests of the dashboard's pure modules where they live: in a browser. */
class PageModulesIT {
  private static final String TESTS = "/sluice/webtest/";

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @Test
  void moduleTests_allPass_inTheBrowser() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", PageModulesIT::answer);
    server.start();
    try {
      Page page = BROWSER.page();
      page.navigate("http://127.0.0.1:" + server.getAddress().getPort() + "/test/index.html");
      page.waitForFunction("() => document.getElementById('result').textContent !== 'no result'");

      List<String> lines = page.locator("#result").textContent().lines().toList();

      assertThat(lines).hasSizeGreaterThan(20);
      assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.startsWith("passed: "));
      assertThat(lines.getLast()).isEqualTo((lines.size() - 1) + " tests");
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String resource =
        path.replaceFirst("^/assets/", PageRoutes.FOLDER).replaceFirst("^/test/", TESTS);
    try (exchange;
        InputStream in = PageModulesIT.class.getResourceAsStream(resource)) {
      byte[] body = in == null ? "nothing here".getBytes(UTF_8) : in.readAllBytes();
      String type = path.endsWith(".js") ? "text/javascript" : "text/html";
      exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
      exchange.sendResponseHeaders(in == null ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
