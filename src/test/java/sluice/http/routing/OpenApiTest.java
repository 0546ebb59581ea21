package sluice.http.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.stream.KillSwitches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.http.FakeExports;
import sluice.http.FakeRecordings;
import sluice.http.HttpServer;
import sluice.http.JsonSchemaValidator;
import sluice.http.TestHttpSettings;
import sluice.http.TestService;
import sluice.service.Guardian;
import sluice.service.query.ServiceQueries;

/** Holds the document to what is really served. */
@Timeout(60)
public class OpenApiTest {
  private static final Set<String> ENDLESS = Set.of("watchEvents", "watchStream", "watchPictures");

  @TempDir Path folder;

  public static List<Route> routes(TestService service) {
    Guardian.Parts none =
        new Guardian.Parts(service.kit.system().ignoreRef(), service.kit.system().ignoreRef());
    return HttpServer.routes(
        new ServiceQueries(service.kit.system(), none),
        service.http,
        service.ports.of(service.control),
        service.telemetry,
        "1.2.3",
        KillSwitches.shared("test"),
        new AtomicBoolean());
  }

  @Test
  void everyOperation_isServed_andMatchesItsSchema() {
    try (TestService service = new TestService(folder, TestHttpSettings.http())) {
      JsonNode document = TestService.json(service.get("/api/v1/openapi.json"));
      Set<String> seen = new HashSet<>();
      document
          .get("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .properties()
                      .forEach(
                          method -> {
                            String id = method.getValue().get("operationId").asText();
                            assertThat(seen.add(id)).as("operationId %s twice", id).isTrue();
                            if (!ENDLESS.contains(id)) {
                              check(
                                  service,
                                  document,
                                  path.getKey(),
                                  method.getKey(),
                                  method.getValue());
                            }
                          }));
      assertThat(seen).hasSize(routes(service).size());
    }
  }

  private static void check(
      TestService service, JsonNode document, String template, String method, JsonNode operation) {
    String id = template.contains("/sinks/") ? "hook" : "lobby";
    String path =
        template
            .replace("{id}", id)
            .replace("{number}", template.contains("/exports/") ? "" + FakeExports.DONE : "7")
            .replace("{part}", "1")
            .replace("{run}", "" + FakeRecordings.RUN)
            .replace("{segment}", "" + FakeRecordings.SEGMENT)
            .replace("{event}", FakeRecordings.EVENT)
            .replace("{node}", "10.0.0.1:25520");
    HttpResponse<String> response =
        service.send(method.toUpperCase(Locale.ROOT), path, bodyFor(operation));
    JsonNode responses = operation.get("responses");
    String status = Integer.toString(response.statusCode());
    assertThat(responses.has(status)).as("%s %s gave %s", method, path, response).isTrue();
    JsonNode content = responses.get(status).path("content");
    if (!content.isMissingNode()) {
      String type = content.fieldNames().next();
      assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(type);
      JsonNode schema = content.get(type).path("schema");
      if (!schema.isMissingNode()) {
        JsonNode body = TestService.json(response);
        assertThat(JsonSchemaValidator.violations(document, schema, body, path)).isEmpty();
      }
    }
  }

  private static String bodyFor(JsonNode operation) {
    return switch (operation.at("/requestBody/content/application~1json/schema/$ref").asText()) {
      case "#/components/schemas/ProbeRequest" -> "{\"source\": \"rtsp://10.0.0.5/1\"}";
      case "#/components/schemas/StreamSettings" -> "{\"id\": \"new\", \"source\": \"demo:\"}";
      case "#/components/schemas/ExportRequest" ->
          "{\"from\": \"2026-11-28T14:00:00Z\", \"to\": \"2026-11-28T14:01:00Z\"}";
      default -> "{}";
    };
  }

  @Test
  void schemaCheck_findsViolations() throws Exception {
    com.fasterxml.jackson.databind.ObjectMapper json =
        new com.fasterxml.jackson.databind.ObjectMapper();
    JsonNode schema =
        json.readTree(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},"
                + "\"required\":[\"a\"],\"additionalProperties\":false}");
    assertThat(JsonSchemaValidator.violations(schema, schema, json.readTree("{\"a\":1}"), ""))
        .isEmpty();
    for (String wrong : List.of("{}", "{\"a\":\"x\"}", "{\"a\":1,\"b\":2}", "[]")) {
      assertThat(JsonSchemaValidator.violations(schema, schema, json.readTree(wrong), ""))
          .as(wrong)
          .isNotEmpty();
    }
  }
}
