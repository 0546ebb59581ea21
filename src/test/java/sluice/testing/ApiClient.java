package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Client of the API of a service that listens on loopback. Thread-safe. */
public final class ApiClient implements AutoCloseable {
  public static final String STREAMS = "/api/v1/streams";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  public ApiClient(int port) {
    base = "http://127.0.0.1:" + port;
  }

  /** An answer; its body is read as JSON where it is. */
  public record Answer(int status, String type, String body) {

    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    public boolean isDone() {
      return status < 300;
    }

    /** Fails unless it is a problem in the form of RFC 9457. */
    public void requireProblem() {
      assertThat(status).as(body).isBetween(400, 499);
      assertThat(type).as(body).isEqualTo("application/problem+json");
      JsonNode problem = json();
      assertThat(problem.path("type").asText()).startsWith("urn:sluice:problem:");
      assertThat(problem.path("status").asInt()).isEqualTo(status);
      assertThat(problem.path("title").asText()).isNotEmpty();
      assertThat(problem.path("detail").asText()).isNotEmpty();
    }
  }

  public Answer get(String path) {
    return send("GET", path, "", "application/json");
  }

  public Answer stream(String id) {
    return get(STREAMS + "/" + id);
  }

  public Answer send(String method, String path, String body) {
    return send(method, path, body, "application/json");
  }

  public Answer send(String method, String path, String body, String type) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The sum of a meter over all of its labels. */
  public double metric(String name) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    client.close();
  }
}
