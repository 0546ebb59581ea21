package sluice.config;

import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.TextualType;
import sluice.config.settings.NodeAddress;

/** Type of the address of a node of a cluster. */
record NodeAddressType() implements TextualType<NodeAddress> {
  @Override
  public JavaType type() {
    return JavaType.of(NodeAddress.class);
  }

  @Override
  public @Nullable NodeAddress read(ConfigNode node) {
    String text = node.text();
    NodeAddress address = text == null ? null : NodeAddress.parse(text).orElse(null);
    return address == null ? node.refuse(expected()) : address;
  }

  @Override
  public String expected() {
    return "an address or a name with a port, as in 10.0.0.11:25520 or [fd00::1]:25520";
  }
}
