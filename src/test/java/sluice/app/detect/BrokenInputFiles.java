package sluice.app.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import sluice.openvino.TinyModels;
import sluice.testing.BrightClip;
import sluice.testing.MakerModels;
import sluice.testing.TinySsd;
import sluice.video.BadClips;
import sluice.video.Sound;

/** Test fixture: the files that the table of bad inputs names, in one folder. */
final class BrokenInputFiles {
  private static final long SEED = 7;

  private final Path folder;

  private BrokenInputFiles(Path folder) {
    this.folder = folder;
  }

  /** Makes them all. */
  static void make(Path folder) throws IOException {
    BrokenInputFiles inputs = new BrokenInputFiles(folder);
    inputs.videos();
    inputs.models();
    inputs.modelsOfOtherFrameworks();
    inputs.labels();
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  private void videos() throws IOException {
    BrightClip.write(folder, "clip.mkv", 3);
    file("empty.mp4");
    file("random.mp4", random(20_000));
    file("text.mp4", "It was a dark and stormy night.\n".repeat(50).getBytes(UTF_8));
    BadClips.cut(BrightClip.of().coded("mpeg4", "yuv420p").write(at("cut.mp4"), 25));
    BadClips.avi(at("header-only.avi"), 0);
    BadClips.unknownCodec(at("unknown-codec.avi"));
    Sound.write(at("sound.wav"));
    Sound.write(at("sound.mkv"));
    Files.createDirectory(at("texts"));
    file("texts/notes.txt", "no picture".getBytes(UTF_8));
    Files.createDirectory(at("broken-pictures"));
    file("broken-pictures/1.png", random(500));
    file("broken-pictures/2.jpg", random(500));
    secret(BrightClip.write(folder, "secret.mkv", 2));
  }

  private void models() throws IOException {
    Path model = TinySsd.write(folder);
    byte[] xml = Files.readAllBytes(model);
    byte[] weights = Files.readAllBytes(at("tiny-ssd.bin"));
    file("empty.xml");
    file("empty.onnx");
    file("weightless.xml", xml);
    pair("short-weights", xml, Arrays.copyOf(weights, 100));
    pair("cut", Arrays.copyOf(xml, xml.length / 2), weights);
    file("not-ir.xml", "<html><body>404</body></html>".getBytes(UTF_8));
    pair("invalid", new String(xml, UTF_8).replace("MatMul", "MutMal").getBytes(UTF_8), weights);
    file("random.onnx", random(2_000));
    secret(file("secret.xml", xml));
    Files.move(TinyModels.addRelu(folder), at("other-family.xml"));
  }

  private void modelsOfOtherFrameworks() throws IOException {
    byte[] page = "<html><body>404</body></html>".getBytes(UTF_8);
    for (String ending : List.of("tflite", "pb", "pdmodel")) {
      file("not-one." + ending, page);
      byte[] whole = Files.readAllBytes(MakerModels.file("classifier." + ending));
      file("cut." + ending, Arrays.copyOf(whole, whole.length / 2));
    }
    byte[] graph = Files.readAllBytes(MakerModels.file("classifier.pb"));
    file("graph.onnx", graph);
    byte[] program = Files.readAllBytes(MakerModels.file("classifier.pdmodel"));
    file("weightless.pdmodel", program);
    file("short-weights.pdmodel", program);
    file(
        "short-weights.pdiparams",
        Arrays.copyOf(Files.readAllBytes(MakerModels.file("classifier.pdiparams")), 100));
    byte[] saved = Files.readAllBytes(MakerModels.file("saved_model/saved_model.pb"));
    Files.createDirectory(at("cut-saved-model"));
    file("cut-saved-model/saved_model.pb", Arrays.copyOf(saved, saved.length / 2));
    Files.createDirectory(at("weightless-saved-model"));
    file("weightless-saved-model/saved_model.pb", saved);
    for (String ending : List.of("pt", "keras", "engine", "json")) {
      file("other." + ending, random(500));
    }
  }

  private void labels() throws IOException {
    file("empty.txt");
    file("latin1.txt", new byte[] {'s', 't', 'r', 'a', (byte) 0xDF, 'e', '\n'});
  }

  private void pair(String name, byte[] xml, byte[] weights) throws IOException {
    file(name + ".xml", xml);
    file(name + ".bin", weights);
  }

  private static void secret(Path file) throws IOException {
    Files.setPosixFilePermissions(file, Set.of());
  }

  private Path file(String name, byte... bytes) throws IOException {
    return Files.write(at(name), bytes);
  }

  private Path at(String name) {
    return folder.resolve(name);
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }
}
