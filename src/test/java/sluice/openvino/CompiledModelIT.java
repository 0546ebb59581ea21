package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiled models: exported, imported, from the cache, on devices that work through others. */
class CompiledModelIT extends CoreTests {
  private Path file;

  @BeforeEach
  void create() {
    file = TinyModels.weighted().write(folder);
  }

  private static float[] infer(CompiledModel compiled) {
    try (InferRequest request = compiled.createInferRequest();
        Tensor input = floats(new long[] {1, 4}, 1, 1, 1, 1)) {
      request.setInput("x", input);
      request.infer();
      return output(request, "y");
    }
  }

  @Test
  void exportedModel_isImportedFromItsFile() throws Exception {
    Path exported = folder.resolve("exported.blob");
    try (CompiledModel compiled = core.compile(file, "CPU")) {
      compiled.exportTo(exported);
    }
    try (CompiledModel imported = core.importModel(exported, "CPU")) {
      assertThat(imported.inputs()).extracting(Port::name).containsExactly("x");
      assertThat(infer(imported)).containsExactly(1, 2, 3, 4);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing else is left").noneMatch(path -> path.toString().endsWith("t"));
    }
  }

  @Test
  void importFromMemory_copiesIt() throws Exception {
    Path exported = folder.resolve("exported.blob");
    try (CompiledModel compiled = core.compile(file, "CPU")) {
      compiled.exportTo(exported);
    }
    CompiledModel imported;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment content =
          arena.allocateFrom(ValueLayout.JAVA_BYTE, Files.readAllBytes(exported));
      imported = core.importModel(content, "CPU");
      content.fill((byte) 0x55);
    }
    try (imported) {
      assertThat(infer(imported)).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void fileOtherThanCompiledModel_isRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("text.blob"), "not a compiled model");

    assertThatThrownBy(() -> core.importModel(text, "CPU"))
        .isInstanceOf(OpenVinoException.class)
        .hasMessageContaining("importing " + text);
    assertThatThrownBy(() -> core.importModel(folder.resolve("absent.blob"), "CPU"))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> core.importModel(Files.createFile(folder.resolve("empty")), "CPU"))
        .isInstanceOf(OpenVinoException.class);
  }

  @Test
  void exportThatCannotBeWritten_leavesNothing() {
    Path nowhere = folder.resolve("nowhere");
    try (CompiledModel compiled = core.compile(file, "CPU")) {
      assertThatThrownBy(() -> compiled.exportTo(nowhere.resolve("exported.blob")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nowhere");
    }
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void secondCompilation_comesFromTheCache() {
    Path cache = folder.resolve("cache");
    core.set("", CacheProperties.DIR.to(cache.toString()));
    try (Model model = core.readModel(file)) {
      try (CompiledModel first = core.compile(model, "CPU")) {
        assertThat(first.isLoadedFromCache()).isFalse();
      }
      try (CompiledModel second = core.compile(model, "CPU")) {
        assertThat(second.isLoadedFromCache()).isTrue();
        assertThat(infer(second)).containsExactly(1, 2, 3, 4);
      }
    }
    assertThat(cache).isNotEmptyDirectory();
  }

  @Test
  void compilationFromAFile_usesTheCacheThatIsNamedForItAlone() {
    PropertyValue cache = CacheProperties.DIR.to(folder.resolve("cache").toString());
    for (boolean cached : new boolean[] {false, true}) {
      try (CompiledModel compiled = core.compile(file, "CPU", cache)) {
        assertThat(compiled.isLoadedFromCache()).isEqualTo(cached);
        assertThat(infer(compiled)).containsExactly(1, 2, 3, 4);
      }
    }
    try (CompiledModel compiled = core.compile(file, "CPU")) {
      assertThat(compiled.isLoadedFromCache()).isFalse();
    }
  }

  @Test
  void damagedCache_isIgnoredOrRefused_butNeverUsed() throws Exception {
    Path cache = folder.resolve("cache");
    PropertyValue setting = CacheProperties.DIR.to(cache.toString());
    core.compile(file, "CPU", setting).close();
    try (Stream<Path> entries = Files.walk(cache)) {
      for (Path entry : entries.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(entry);
        Files.write(entry, java.util.Arrays.copyOf(bytes, bytes.length / 3));
      }
    }
    try (CompiledModel compiled = core.compile(file, "CPU", setting)) {
      assertThat(compiled.isLoadedFromCache()).isFalse();
      assertThat(infer(compiled)).containsExactly(1, 2, 3, 4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTO", "AUTO:CPU", "HETERO:CPU", "BATCH:CPU(2)", "MULTI:CPU"})
  void devicesThatWorkThroughOthers_inferOnTheCpu(String device) throws Exception {
    try (CompiledModel compiled = core.compile(file, device);
        InferRequest one = compiled.createInferRequest();
        InferRequest two = compiled.createInferRequest();
        Tensor ones = floats(new long[] {1, 4}, 1, 1, 1, 1);
        Tensor twos = floats(new long[] {1, 4}, 2, 2, 2, 2)) {
      assertThat(compiled.get(CompiledModelProperties.EXECUTION_DEVICES))
          .allMatch(name -> name.contains("CPU"));
      one.setInput("x", ones);
      two.setInput("x", twos);
      CompletableFuture<Void> first = one.startAsync();
      CompletableFuture<Void> second = two.startAsync();
      result(first);
      result(second);
      assertThat(output(one, "y")).containsExactly(1, 2, 3, 4);
      assertThat(output(two, "y")).containsExactly(2, 4, 6, 8);
    }
  }

  @Test
  void batch_wantsAsManyRequestsAsItsBatchHas() {
    try (CompiledModel compiled = core.compile(file, "BATCH:CPU(4)")) {
      assertThat(compiled.get(CompiledModelProperties.OPTIMAL_NUMBER_OF_INFER_REQUESTS))
          .isEqualTo(4);
      compiled.set(ExecutionProperties.AUTO_BATCH_TIMEOUT.to(5));
      assertThat(compiled.get(ExecutionProperties.AUTO_BATCH_TIMEOUT)).isEqualTo(5);
    }
  }

  @Test
  void versionsOfADeviceThatWorksThroughOthers_nameThemAll() {
    assertThat(core.versions("HETERO:CPU"))
        .extracting(Core.DeviceVersion::device)
        .contains("CPU", "HETERO");
  }

  @Test
  void deviceThatIsNotThere_isRefusedWithinOthersToo() {
    for (String device : List.of("AUTO:ABACUS", "HETERO:ABACUS,CPU", "BATCH:ABACUS(2)")) {
      assertThatThrownBy(() -> core.compile(file, device))
          .as(device)
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("ABACUS");
    }
  }

  @Test
  void propertyThatMayNotChange_isRefusedByTheCompiledModel() {
    try (CompiledModel compiled = core.compile(file, "CPU")) {
      assertThatThrownBy(() -> compiled.set(ExecutionProperties.NUM_STREAMS.to("2")))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("NUM_STREAMS=2");
      assertThat(infer(compiled)).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void eightThreads_compileAtOnce() throws Exception {
    List<CompletableFuture<float[]>> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      results.add(
          CompletableFuture.supplyAsync(
              () -> {
                try (CompiledModel compiled = core.compile(file, "CPU")) {
                  return infer(compiled);
                }
              }));
    }
    for (CompletableFuture<float[]> one : results) {
      assertThat(result(one)).containsExactly(1, 2, 3, 4);
    }
  }
}
