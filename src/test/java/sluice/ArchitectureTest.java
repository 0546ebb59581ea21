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

  private static final String ANYTHING_BELOW = "*";

  /**
   * Every package and the packages of Sluice that it may use, besides its own. Names are without
   * the leading {@code sluice.}; the root package is empty.
   */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("", Set.of("cli", "app", "config", "metrics", "core")),
          entry("cli", Set.of("app", "bench", "bench.report", "tune", "config", "metrics", "core")),
          entry("app", Set.of(ANYTHING_BELOW)),
          entry("http", Set.of("service", "config", "metrics", "core")),
          entry("service", Set.of("pipeline", "catalog", "config", "metrics", "core")),
          entry(
              "pipeline",
              Set.of(
                  "stage.source",
                  "stage.preprocess",
                  "stage.inference",
                  "stage.postprocess",
                  "stage.sink",
                  "core")),
          entry("stage.source", Set.of("video", "core")),
          entry("stage.preprocess", Set.of("video", "core")),
          entry("stage.inference", Set.of("core")),
          entry("stage.inference.openvino", Set.of("stage.inference", "openvino", "core")),
          entry("stage.postprocess", Set.of("core")),
          entry("stage.sink", Set.of("video", "core")),
          entry("stage.sink.jsonl", Set.of("stage.sink", "core")),
          entry("stage.sink.overlay", Set.of("stage.sink", "video", "core")),
          entry("stage.sink.live", Set.of("stage.sink", "stage.sink.overlay", "video", "core")),
          entry(
              "bench",
              Set.of(
                  "pipeline",
                  "stage.source",
                  "stage.preprocess",
                  "stage.inference",
                  "stage.postprocess",
                  "video",
                  "metrics",
                  "core")),
          entry("bench.report", Set.of("bench", "metrics", "core")),
          entry("tune", Set.of("core")),
          entry("demo", Set.of("video", "core")),
          entry("catalog", Set.of("core")),
          entry("catalog.fetch", Set.of("catalog", "core")),
          entry("catalog.hog", Set.of("core")),
          entry("catalog.recognition", Set.of("core")),
          entry("config", Set.of("core")),
          entry("metrics", Set.of("core")),
          entry("video", Set.of("core")),
          entry("openvino", Set.of("openvino.ffi")),
          entry("openvino.ffi", Set.of()),
          entry("core", Set.of()));

  /** Works only where JavaCPP is on the class path; nothing else fails where it isn't. */
  private static final String UNPACKS_NATIVES = "sluice.openvino.ffi.BytedecoNatives";

  private static final Set<String> ABOVE_APP = Set.of("", "cli");

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
        String from = place(type);
        if (!ARROWS.containsKey(from)) {
          events.add(
              SimpleConditionEvent.violated(
                  type, type.getName() + ": its package has no place in the architecture"));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (isOurs(target) && !mayUse(from, place(target))) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean mayUse(String from, String to) {
    Set<String> allowed = ARROWS.getOrDefault(from, Set.of());
    boolean below = allowed.contains(ANYTHING_BELOW) && !ABOVE_APP.contains(to);
    return from.equals(to) || allowed.contains(to) || below;
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals("sluice") || type.getPackageName().startsWith("sluice.");
  }

  private static String place(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("sluice") ? "" : name.substring("sluice.".length());
  }
}
