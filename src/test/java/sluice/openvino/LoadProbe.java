package sluice.openvino;

/** Loads the library in a process of its own and infers once. */
public final class LoadProbe {
  private LoadProbe() {}

  /** Prints which library was loaded, or why none was. */
  public static void main(String[] arguments) {
    try {
      OpenVino.Library library = OpenVino.load();
      try (Core core = Core.create()) {
        System.out.println(library.path() + " " + core.availableDevices());
      }
    } catch (OpenVinoUnavailableException e) {
      System.out.println("unavailable: " + e.getMessage());
    }
  }
}
