package sluice.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import sluice.catalog.Checksum.Algorithm;
import sluice.core.model.ModelFormat;

/** Reader of the files of one precision as a manifest lists them. */
final class FileList {
  private static final String ADDRESS = "an https:// address of a file, without user or password";
  private static final Pattern SHA384 = Pattern.compile("[0-9a-f]{96}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private FileList() {}

  /** Reads a list; what is wrong with it becomes a problem. */
  static Precision read(ManifestObject byPrecision, String precision) {
    if (!ManifestReader.NAME.matcher(precision).matches()) {
      byPrecision.refuse(
          precision, "no name for a precision", "letters, digits, '.', '_' and '-': FP16-INT8");
    }
    List<ModelFile> files = new ArrayList<>();
    for (ManifestObject members :
        byPrecision.objects(precision, "files with url, bytes and sha384")) {
      files.add(file(members));
      members.refuseRest();
    }
    check(byPrecision, precision, files.stream().map(ModelFile::name).toList());
    return new Precision(precision, files);
  }

  private static ModelFile file(ManifestObject members) {
    URI url = url(members);
    Optional<String> named = members.optionalText("name", "the file's name");
    String path = String.valueOf(url.getPath());
    String name = named.orElse(path.substring(path.lastIndexOf('/') + 1));
    if (!ManifestReader.NAME.matcher(name).matches()) {
      members.refuse(
          named.isPresent() ? "name" : "url", name, "a file name without folders, like model.xml");
    }
    return new ModelFile(name, url, members.count("bytes", "the file's size"), checksum(members));
  }

  private static URI url(ManifestObject members) {
    String text = members.text("url", ADDRESS);
    try {
      URI url = new URI(text);
      if ("https".equals(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Refused below, as other addresses are.
    }
    if (!text.isEmpty()) {
      members.refuse("url", text, ADDRESS);
    }
    return URI.create("https://nowhere.invalid/model.xml");
  }

  private static Checksum checksum(ManifestObject members) {
    String expected = "96 hexadecimal digits in lower case; or sha256 with 64";
    if (members.has("sha256") && !members.has("sha384")) {
      String digits = "64 hexadecimal digits in lower case";
      return new Checksum(Algorithm.SHA256, members.text("sha256", SHA256, digits));
    }
    if (members.has("sha256")) {
      members.refuse("sha256", "given beside sha384", "one of them");
    }
    return new Checksum(Algorithm.SHA384, members.text("sha384", SHA384, expected));
  }

  /** OpenVINO is given one file, and finds the weights by their name. */
  private static void check(ManifestObject byPrecision, String precision, List<String> names) {
    Set<String> seen = new HashSet<>();
    names.stream()
        .filter(name -> !seen.add(name))
        .forEach(name -> byPrecision.refuse(precision, name + " twice", "each file once"));
    List<String> models = names.stream().filter(Precision::isModel).toList();
    if (models.size() != 1) {
      byPrecision.refuse(
          precision,
          names.toString(),
          "exactly one that ends in one of %s, with what belongs to it"
              .formatted(String.join(", ", ModelFormat.endings())));
    } else {
      String model = models.getFirst();
      ModelFormat format = ModelFormat.of(model).orElseThrow();
      format
          .weights(Path.of(model))
          .map(Path::toString)
          .filter(weights -> !seen.contains(weights))
          .ifPresent(
              weights ->
                  byPrecision.refuse(
                      precision, names.toString(), weights + " beside the " + format.ending()));
    }
  }
}
