package sluice.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.http.TestHttpSettings;
import sluice.http.TestService;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;

/** The dashboard's files as a browser asks for them. */
@Timeout(60)
class PageRoutesTest {
  private static final Map<String, String> TYPES =
      Map.of(
          "/", "text/html; charset=UTF-8",
          "/assets/style.css", "text/css; charset=UTF-8",
          "/assets/app.js", "text/javascript; charset=UTF-8",
          "/assets/chart.umd.min.js", "text/javascript; charset=UTF-8",
          "/assets/icon.svg", "image/svg+xml");

  @TempDir Path folder;

  @Test
  void everyPageFile_isServed_withItsTypeAndPolicy() {
    try (TestService service = new TestService(folder, TestHttpSettings.http())) {
      for (Route route : PageRoutes.routes()) {
        HttpResponse<String> response = service.get(route.path());

        assertThat(response.statusCode()).as(route.path()).isEqualTo(200);
        assertThat(response.body()).isNotBlank();
        assertThat(response.headers().allValues("Content-Security-Policy"))
            .containsExactly(StaticFile.POLICY);
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        String type = response.headers().firstValue("Content-Type").orElse("");
        assertThat(type).isEqualTo(TYPES.getOrDefault(route.path(), type));
      }
    }
  }

  @Test
  void apiResponses_keepTheStricterPolicy() {
    try (TestService service = new TestService(folder, TestHttpSettings.http())) {
      HttpResponse<String> response = service.get("/api/v1/streams");
      assertThat(response.headers().allValues("Content-Security-Policy"))
          .containsExactly("default-src 'none'; frame-ancestors 'none'");
      assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
    }
  }

  @Test
  void cachedFile_isNotSentAgain() {
    try (TestService service = new TestService(folder, TestHttpSettings.http())) {
      String tag = service.get("/").headers().firstValue("ETag").orElseThrow();

      HttpResponse<String> same = service.send(service.request("/").header("If-None-Match", tag));
      HttpResponse<String> weak =
          service.send(service.request("/").header("If-None-Match", "\"x\", W/" + tag));
      HttpResponse<String> other =
          service.send(service.request("/").header("If-None-Match", "\"other\""));

      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(same.headers().firstValue("ETag")).hasValue(tag);
      assertThat(weak.statusCode()).isEqualTo(304);
      assertThat(other.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void headRequest_returnsHeadersOnly() {
    try (TestService service = new TestService(folder, TestHttpSettings.http())) {
      HttpResponse<String> head = service.send(service.request("/").HEAD());
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValue("ETag")).isPresent();
    }
  }

  @Test
  void unknownPath_isNotFound() {
    try (TestService service = new TestService(folder, TestHttpSettings.http())) {
      for (String path :
          List.of(
              "/index.html",
              "/assets/",
              "/assets/index.html",
              "/assets/nothing.js",
              "/assets//app.js",
              "/assets/%2e%2e/index.html",
              "/assets/..%2findex.html",
              "/assets/app.js/",
              "/sluice/web/app.js",
              "/META-INF/resources/webjars/chart.js/package.json")) {
        HttpResponse<String> response = service.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type"))
            .hasValueSatisfying(type -> assertThat(type).startsWith(Responses.PROBLEM_TYPE));
      }
      assertThat(service.send("POST", "/", "{}").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void pages_requireTheToken() {
    try (TestService service = new TestService(folder, TestHttpSettings.http().withToken())) {
      HttpResponse<String> stranger = service.get("/");
      HttpResponse<String> friend =
          service.send(
              service.request("/").header("Authorization", "Bearer " + TestHttpSettings.TOKEN));

      assertThat(stranger.statusCode()).isEqualTo(401);
      assertThat(stranger.headers().allValues("WWW-Authenticate"))
          .anyMatch(way -> way.startsWith("Basic "));
      assertThat(friend.statusCode()).isEqualTo(200);
    }
  }
}
