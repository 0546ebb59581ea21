package sluice.video.isolation.protocol;

import java.util.ArrayList;
import java.util.List;
import sluice.sandbox.BoxStatus;

/** What of a box is in force, as bytes. */
final class BoxStatuses {
  private static final int MOST_MISSING = 32;

  private BoxStatuses() {}

  static void write(BoxStatus box, WireWriter out) {
    out.putInt(box.landlockVersion());
    out.putFlag(box.ports());
    out.putFlag(box.scopes());
    out.putFlag(box.seccomp());
    out.putFlag(box.capabilitiesDropped());
    out.putFlag(box.root());
    out.putByte(box.missing().size());
    box.missing().forEach(out::putText);
  }

  static BoxStatus read(WireReader in) {
    int version = in.getInt("Landlock's version", 0, Short.MAX_VALUE);
    boolean ports = in.getFlag();
    boolean scopes = in.getFlag();
    boolean seccomp = in.getFlag();
    boolean dropped = in.getFlag();
    boolean root = in.getFlag();
    int number = (int) ProtocolException.within("walls", in.getByte(), 0, MOST_MISSING);
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      missing.add(in.getText("a wall"));
    }
    return new BoxStatus(version, ports, scopes, seccomp, dropped, root, missing);
  }
}
