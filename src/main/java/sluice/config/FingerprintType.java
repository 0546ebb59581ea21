package sluice.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ValueType;
import sluice.core.source.CertificateFingerprint;
import sluice.json.JsonSchema;

/** Type of a certificate's fingerprint; written with colons. */
record FingerprintType() implements ValueType<CertificateFingerprint> {
  @Override
  public JavaType type() {
    return JavaType.of(CertificateFingerprint.class);
  }

  @Override
  public @Nullable CertificateFingerprint read(ConfigNode node) {
    String text = node.text();
    CertificateFingerprint fingerprint =
        text == null ? null : CertificateFingerprint.parse(text).orElse(null);
    return fingerprint == null ? node.refuse(expected()) : fingerprint;
  }

  @Override
  public String expected() {
    return CertificateFingerprint.EXPECTED;
  }

  @Override
  public Object write(CertificateFingerprint value, boolean reveal) {
    return value.toString();
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type(
        "string", Map.of("pattern", "^(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){31})$"));
  }
}
