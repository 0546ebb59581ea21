package sluice.video.isolation.helper;

/** The service's orders can't be read or obeyed: a fault of either program. */
final class OrderFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OrderFault(String message, Throwable cause) {
    super(message, cause);
  }
}
