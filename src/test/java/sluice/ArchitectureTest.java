package sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
import java.util.Set;

/** Holds the packages and arrows of the architecture. Few rules, each with its reason. */
@AnalyzeClasses(packages = "sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** Works only where JavaCPP is on the class path; nothing else fails where it isn't. */
  private static final String UNPACKS_NATIVES = "sluice.openvino.ffi.BytedecoNatives";

  /** Unblocks signals, which the JVM can't. */
  private static final String CALLS_POSIX = "sluice.cli.terminal.BlockedSignals";

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
          .resideOutsideOfPackages("sluice.openvino.ffi..", "sluice.sandbox..")
          .and()
          .doNotHaveFullyQualifiedName(CALLS_POSIX)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Linker.class, SymbolLookup.class)
          .because(
              "a wrong signature crashes the JVM: those of OpenVINO stand in one place, those of"
                  + " the system in two others");

  @ArchTest
  static final ArchRule sandboxStandsAlone =
      classes()
          .that()
          .resideInAPackage("sluice.sandbox..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "sluice.sandbox..")
          .because("a wall that is short enough to be read whole is one that can be trusted");

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

  @ArchTest
  static final ArchRule pekkoCluster =
      noClasses()
          .that()
          .resideOutsideOfPackage("sluice.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.pekko.cluster..",
              "org.apache.pekko.remote..",
              "org.apache.pekko.serialization.jackson..")
          .because("a service on its own loads nothing of it");

  @ArchTest
  static final ArchRule openTelemetry =
      noClasses()
          .that()
          .resideOutsideOfPackage("sluice.telemetry.tracing..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..")
          .because("it is loaded only where frames are traced, and knows nothing of streams");

  @ArchTest
  static final ArchRule kafka =
      noClasses()
          .that()
          .resideOutsideOfPackage("sluice.stage.sink.kafka..")
          .or()
          .haveNameMatching(".*\\.(KafkaSinkType|KafkaSinkConfig|KafkaSinkSettings)")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..")
          .because(
              "one type of sinks knows Kafka's client, and loads it only where such a sink runs:"
                  + " settings are read with every start");

  @ArchTest
  static final ArchRule databases =
      noClasses()
          .that()
          .resideOutsideOfPackages("sluice.stage.sink.sql..", "sluice.recording.index..")
          .or()
          .haveNameMatching(".*\\.(SqlSink.*|DatabaseUrl.*|UrlParameters)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.postgresql..", "org.sqlite..")
          .because(
              "one type of sinks and the index of recordings know drivers of databases, and load"
                  + " the one that they need only where they run: settings are read with every"
                  + " start");

  @ArchTest
  static final ArchRule mqtt =
      noClasses()
          .that()
          .resideOutsideOfPackage("sluice.stage.sink.mqtt..")
          .or()
          .haveNameMatching(".*\\.(MqttSinkType|MqttSinkConfig|MqttSinkSettings)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.hivemq..", "io.netty..", "io.reactivex..")
          .because(
              "one type of sinks knows the client of MQTT, and loads it only where such a sink"
                  + " runs: settings are read with every start");

  private static ArchCondition<JavaClass> followTheArrows() {
    return new ArchCondition<>("depend only on what their package may use") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = arrowsOf(place(type));
        if (!Arrows.ALL.containsKey(from)) {
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
    return Arrows.ALL.getOrDefault(from, Set.of()).contains(to);
  }

  /** The entry of a package: a new family or type of sinks needs none of its own. */
  private static String arrowsOf(String place) {
    if (place.startsWith("stage.postprocess.")) {
      return Arrows.FAMILY;
    }
    boolean isSinkType = place.startsWith("stage.sink.") && !Arrows.ALL.containsKey(place);
    return isSinkType ? Arrows.SINK_TYPE : place;
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals("sluice") || type.getPackageName().startsWith("sluice.");
  }

  private static String place(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("sluice") ? "" : name.substring("sluice.".length());
  }
}
