package sluice.config;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ValueType;
import sluice.core.source.SourceAddress;

/**
 * Type of the address of a source that is recorded beside the one that is worked on: of those that
 * {@link SourceAddressType} takes, the ones on the network.
 */
record RecordingSourceType() implements ValueType<SourceAddress> {
  private static final SourceAddressType ANY = new SourceAddressType();

  @Override
  public JavaType type() {
    return ANY.type();
  }

  @Override
  public @Nullable SourceAddress read(ConfigNode node) {
    String text = node.text();
    if (text == null || !SourceAddress.isPossible(text)) {
      return node.refuse(expected());
    }
    SourceAddress address = new SourceAddress(text);
    return address.isRemote()
        ? ANY.read(node)
        : node.refuse(ConfigNode.printable(address.redacted()), expected(), Optional.empty());
  }

  @Override
  public String expected() {
    return "an address of a camera on the network (rtsp, rtsps, http, https); a file, a camera of"
        + " this machine or a demo is recorded where it is the stream's source";
  }

  @Override
  public Object write(SourceAddress value, boolean reveal) {
    return ANY.write(value, reveal);
  }

  @Override
  public Map<String, Object> schema() {
    return ANY.schema();
  }
}
