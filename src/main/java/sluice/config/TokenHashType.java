package sluice.config;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.Secret;
import sluice.config.binding.ValueType;
import sluice.config.settings.TokenHash;
import sluice.json.JsonSchema;

/**
 * Type of tokens' hashes. What is none isn't shown, for it may be the token; nor are hashes, which
 * nobody needs to see.
 */
record TokenHashType() implements ValueType<TokenHash> {
  @Override
  public JavaType type() {
    return JavaType.of(TokenHash.class);
  }

  @Override
  public @Nullable TokenHash read(ConfigNode node) {
    String text = node.text();
    TokenHash hash = text == null ? null : TokenHash.parse(text).orElse(null);
    return hash == null
        ? node.refuse("what is no hash of a token", expected(), Optional.empty())
        : hash;
  }

  @Override
  public String expected() {
    return TokenHash.EXPECTED;
  }

  @Override
  public Object write(TokenHash value, boolean reveal) {
    return reveal ? value.toString() : new Secret("").toString();
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type("string", Map.of("format", "password"));
  }
}
