package sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.util.Map;
import java.util.Set;

/** Holds the packages and arrows of the architecture. Few rules, each with its reason. */
@AnalyzeClasses(packages = "sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** The place of every package below {@code stage.postprocess}: a family of models. */
  static final String FAMILY = "stage.postprocess.FAMILY";

  /**
   * Every package and the packages of Sluice that it may use, besides its own. Names are without
   * the leading {@code sluice.}; the root package is empty.
   */
  static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry(
              "",
              Set.of(
                  "app",
                  "app.bench",
                  "app.detect",
                  "app.devices",
                  "app.library",
                  "app.page",
                  "app.service",
                  "app.tune",
                  "cli",
                  "cli.options",
                  "cli.terminal")),
          entry(FAMILY, Set.of("core", "core.model", "stage.postprocess")),
          entry(
              "app",
              Set.of(
                  FAMILY,
                  "config",
                  "config.binding",
                  "core",
                  "core.model",
                  "demo",
                  "stage.postprocess",
                  "stage.source")),
          entry(
              "app.bench",
              Set.of(
                  "app",
                  "app.demo",
                  "app.model",
                  "bench",
                  "catalog.recognition",
                  "config.settings",
                  "core",
                  "core.model",
                  "core.util",
                  "openvino",
                  "pipeline",
                  "stage.inference",
                  "stage.inference.openvino",
                  "stage.source",
                  "video.decode")),
          entry("app.demo", Set.of("core", "core.util", "demo", "stage.source")),
          entry(
              "app.detect",
              Set.of(
                  "app",
                  "app.demo",
                  "app.model",
                  "app.page",
                  "app.sink",
                  "config.settings",
                  "core",
                  "core.model",
                  "core.util",
                  "http",
                  "http.api",
                  "http.live",
                  "metrics",
                  "pipeline",
                  "service.query",
                  "service.stream",
                  "stage.inference",
                  "stage.sink",
                  "stage.sink.jsonl",
                  "stage.sink.overlay",
                  "stage.source",
                  "telemetry")),
          entry("app.devices", Set.of("app.model", "core", "openvino", "stage.inference.openvino")),
          entry(
              "app.library",
              Set.of(
                  "app",
                  "app.model",
                  "catalog",
                  "catalog.fetch",
                  "catalog.metadata",
                  "catalog.recognition",
                  "core",
                  "core.model",
                  "core.util",
                  "openvino",
                  "stage.inference.openvino",
                  "stage.postprocess")),
          entry("app.logging", Set.of("config.settings", "core.util", "service")),
          entry(
              "app.model",
              Set.of(
                  FAMILY,
                  "app",
                  "catalog",
                  "catalog.hog",
                  "catalog.metadata",
                  "catalog.recognition",
                  "config.settings",
                  "core",
                  "core.model",
                  "core.util",
                  "openvino",
                  "pipeline",
                  "stage.inference",
                  "stage.inference.openvino",
                  "stage.postprocess",
                  "stage.preprocess")),
          entry(
              "app.page",
              Set.of(
                  "config.settings",
                  "core",
                  "http",
                  "http.api",
                  "http.live",
                  "stage.sink",
                  "stage.sink.live",
                  "stage.sink.overlay",
                  "telemetry",
                  "video.encode")),
          entry(
              "app.service",
              Set.of(
                  "app",
                  "app.demo",
                  "app.devices",
                  "app.logging",
                  "app.model",
                  "app.page",
                  "app.sink",
                  "catalog.hog",
                  "catalog.metadata",
                  "config",
                  "config.settings",
                  "core",
                  "core.model",
                  "core.util",
                  "http",
                  "http.api",
                  "openvino",
                  "pipeline",
                  "service",
                  "service.control",
                  "service.model",
                  "service.recovery",
                  "service.stream",
                  "stage.inference",
                  "stage.postprocess",
                  "stage.result",
                  "stage.sink",
                  "stage.source",
                  "telemetry",
                  "video.decode",
                  "video.encode",
                  "video.image")),
          entry(
              "app.sink",
              Set.of(
                  "config.settings",
                  "core",
                  "stage.sink",
                  "stage.sink.files",
                  "stage.sink.jsonl",
                  "stage.sink.overlay")),
          entry(
              "app.tune",
              Set.of(
                  "app",
                  "app.bench",
                  "app.devices",
                  "app.model",
                  "bench",
                  "config.settings",
                  "core",
                  "core.util",
                  "json",
                  "metrics",
                  "openvino",
                  "stage.inference",
                  "tune")),
          entry(
              "bench",
              Set.of(
                  "core",
                  "core.model",
                  "core.util",
                  "metrics",
                  "pipeline",
                  "stage.inference",
                  "stage.postprocess",
                  "stage.source",
                  "video.decode")),
          entry("bench.report", Set.of("bench", "core", "core.util", "metrics")),
          entry("catalog", Set.of("core", "core.model", "core.util")),
          entry("catalog.fetch", Set.of("catalog", "core", "core.util")),
          entry("catalog.hog", Set.of("core", "core.util")),
          entry("catalog.metadata", Set.of()),
          entry("catalog.recognition", Set.of("core", "core.model")),
          entry(
              "cli",
              Set.of(
                  "cli.bench",
                  "cli.detect",
                  "cli.devices",
                  "cli.models",
                  "cli.options",
                  "cli.service",
                  "cli.terminal",
                  "cli.tune",
                  "core")),
          entry(
              "cli.bench",
              Set.of(
                  "app.bench",
                  "bench",
                  "bench.report",
                  "cli.options",
                  "cli.terminal",
                  "core",
                  "core.util",
                  "metrics")),
          entry(
              "cli.detect",
              Set.of(
                  "app.detect",
                  "app.model",
                  "app.page",
                  "cli.options",
                  "cli.terminal",
                  "core",
                  "core.util",
                  "metrics")),
          entry(
              "cli.devices",
              Set.of(
                  "app.devices",
                  "app.library",
                  "app.model",
                  "cli.options",
                  "cli.terminal",
                  "json")),
          entry("cli.models", Set.of("app.library", "cli.options", "cli.terminal", "core", "json")),
          entry(
              "cli.options",
              Set.of(
                  "app",
                  "app.bench",
                  "app.detect",
                  "app.devices",
                  "app.library",
                  "app.model",
                  "app.page",
                  "app.service",
                  "app.tune",
                  "cli.terminal",
                  "config",
                  "config.settings",
                  "core",
                  "core.model")),
          entry(
              "cli.service",
              Set.of(
                  "app",
                  "app.service",
                  "cli.options",
                  "cli.terminal",
                  "config",
                  "config.binding",
                  "config.settings",
                  "core",
                  "core.util",
                  "json")),
          entry("cli.terminal", Set.of("app.bench", "core", "core.util", "service.recovery")),
          entry(
              "cli.tune",
              Set.of(
                  "app.library", "app.model", "app.tune", "cli.options", "cli.terminal", "tune")),
          entry(
              "config",
              Set.of(
                  "config.binding", "config.settings", "core", "core.model", "core.util", "json")),
          entry("config.binding", Set.of("core.util", "json")),
          entry("config.settings", Set.of("config.binding", "core", "core.model", "core.util")),
          entry("core", Set.of()),
          entry("core.model", Set.of("core")),
          entry("core.util", Set.of("core")),
          entry("demo", Set.of("core", "core.util", "video.encode", "video.image")),
          entry(
              "http",
              Set.of(
                  "config.settings",
                  "core",
                  "core.util",
                  "http.access",
                  "http.api",
                  "http.page",
                  "http.routing",
                  "service",
                  "service.query",
                  "telemetry")),
          entry("http.access", Set.of("config.settings", "http.routing")),
          entry(
              "http.api",
              Set.of(
                  "config",
                  "config.binding",
                  "config.settings",
                  "core",
                  "core.model",
                  "http.live",
                  "http.routing",
                  "json",
                  "service",
                  "service.control",
                  "service.model",
                  "service.query",
                  "service.stream",
                  "telemetry")),
          entry(
              "http.live",
              Set.of(
                  "config.settings", "core", "http.routing", "json", "service.query", "telemetry")),
          entry("http.page", Set.of("http.routing")),
          entry("http.routing", Set.of("config.binding", "json")),
          entry("json", Set.of()),
          entry("metrics", Set.of("core")),
          entry("openvino", Set.of("openvino.ffi")),
          entry("openvino.ffi", Set.of()),
          entry(
              "pipeline",
              Set.of(
                  "core",
                  "stage.inference",
                  "stage.postprocess",
                  "stage.result",
                  "stage.sink",
                  "stage.source")),
          entry("service", Set.of("config.settings", "core", "service.model", "service.stream")),
          entry(
              "service.control",
              Set.of(
                  "config",
                  "config.binding",
                  "config.settings",
                  "core",
                  "core.util",
                  "service",
                  "service.model",
                  "service.stream")),
          entry("service.model", Set.of("config.settings", "core", "json", "service.recovery")),
          entry("service.query", Set.of("service", "service.model", "service.stream")),
          entry("service.recovery", Set.of("config.settings", "core")),
          entry(
              "service.stream",
              Set.of(
                  "config",
                  "config.binding",
                  "config.settings",
                  "core",
                  "json",
                  "metrics",
                  "service.model",
                  "service.recovery",
                  "stage.sink")),
          entry("stage.inference", Set.of("core", "core.model")),
          entry(
              "stage.inference.openvino",
              Set.of("core", "core.model", "openvino", "stage.inference")),
          entry("stage.postprocess", Set.of("core", "core.model", "core.util")),
          entry("stage.preprocess", Set.of("core", "core.model", "video.image")),
          entry("stage.result", Set.of("core")),
          entry("stage.sink", Set.of("core")),
          entry("stage.sink.files", Set.of("stage.sink")),
          entry("stage.sink.json", Set.of("core", "stage.sink")),
          entry(
              "stage.sink.jsonl",
              Set.of("core", "core.util", "stage.sink", "stage.sink.files", "stage.sink.json")),
          entry(
              "stage.sink.live",
              Set.of("core", "stage.sink", "stage.sink.overlay", "video.encode", "video.image")),
          entry(
              "stage.sink.overlay",
              Set.of(
                  "core", "core.model", "core.util", "stage.sink", "video.encode", "video.image")),
          entry("stage.source", Set.of("core", "core.util", "video.decode", "video.demux")),
          entry(
              "telemetry",
              Set.of(
                  "core",
                  "json",
                  "service.model",
                  "service.query",
                  "service.recovery",
                  "service.stream",
                  "stage.sink.json")),
          entry("tune", Set.of("core", "core.util")),
          entry("video", Set.of()),
          entry("video.decode", Set.of("core", "video.demux", "video.ffmpeg", "video.image")),
          entry("video.demux", Set.of("core", "core.util", "video.ffmpeg")),
          entry("video.encode", Set.of("core", "video.ffmpeg", "video.image")),
          entry("video.ffmpeg", Set.of("core.util")),
          entry("video.image", Set.of("core", "core.model", "video.ffmpeg")));

  /** Works only where JavaCPP is on the class path; nothing else fails where it isn't. */
  private static final String UNPACKS_NATIVES = "sluice.openvino.ffi.BytedecoNatives";

  @ArchTest
  static final ArchRule arrows =
      classes()
          .should(followTheArrows())
          .because(
              "a piece that sees only what it stands on can be read, tested and replaced alone:"
                  + " stages never see each other, openvino and video could leave as libraries");

  @ArchTest
  static final ArchRule ffmpegAndOpenCv =
      noClasses()
          .that()
          .resideOutsideOfPackage("sluice.video..")
          .and()
          .doNotHaveFullyQualifiedName(UNPACKS_NATIVES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..")
          .because(
              "native pictures have one owner and one place that knows when they are freed;"
                  + " the exception only unpacks OpenVINO's libraries from a jar");

  @ArchTest
  static final ArchRule openVinoStandsAlone =
      classes()
          .that()
          .resideInAPackage("sluice.openvino..")
          .and()
          .doNotHaveFullyQualifiedName(UNPACKS_NATIVES)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "sluice.openvino..")
          .because("others may take it for their own programs: it needs a JDK and nothing else");

  @ArchTest
  static final ArchRule nativeLinking =
      noClasses()
          .that()
          .resideOutsideOfPackage("sluice.openvino.ffi..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Linker.class, SymbolLookup.class)
          .because("a wrong signature crashes the JVM: all of them stand in one place");

  @ArchTest
  static final ArchRule pekko =
      noClasses()
          .that()
          .resideInAnyPackage(
              "sluice.stage..",
              "sluice.core..",
              "sluice.video..",
              "sluice.openvino..",
              "sluice.catalog..",
              "sluice.config..",
              "sluice.metrics..",
              "sluice.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.pekko..")
          .because("Pekko carries frames from pipeline upwards; what it carries is plain Java");

  private static ArchCondition<JavaClass> followTheArrows() {
    return new ArchCondition<>("depend only on what their package may use") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = arrowsOf(place(type));
        if (!ARROWS.containsKey(from)) {
          events.add(
              SimpleConditionEvent.violated(
                  type, type.getName() + ": its package has no place in the architecture"));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          boolean same = target.getPackageName().equals(type.getPackageName());
          if (isOurs(target) && !same && !mayUse(from, arrowsOf(place(target)))) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean mayUse(String from, String to) {
    return ARROWS.getOrDefault(from, Set.of()).contains(to);
  }

  /** The entry of a package: a new family needs none of its own. */
  private static String arrowsOf(String place) {
    return place.startsWith("stage.postprocess.") ? FAMILY : place;
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals("sluice") || type.getPackageName().startsWith("sluice.");
  }

  private static String place(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("sluice") ? "" : name.substring("sluice.".length());
  }
}
