package sluice.openvino;

import java.util.Map;

/**
 * How a call ended, as OpenVINO numbers it. Numbers that this version does not know are kept as
 * they are.
 *
 * @param code {@code ov_status_e}; 0 is success
 */
public record Status(int code) {
  /** Success. */
  public static final Status OK = new Status(0);

  /** Whatever has no status of its own: most failures. */
  public static final Status GENERAL_ERROR = new Status(-1);

  /** Not implemented by the device or for this model. */
  public static final Status NOT_IMPLEMENTED = new Status(-2);

  /** No network was loaded. */
  public static final Status NETWORK_NOT_LOADED = new Status(-3);

  /** A parameter does not fit. */
  public static final Status PARAMETER_MISMATCH = new Status(-4);

  /** Something that was named is not there. */
  public static final Status NOT_FOUND = new Status(-5);

  /** An index out of bounds. */
  public static final Status OUT_OF_BOUNDS = new Status(-6);

  /** An unexpected failure inside OpenVINO. */
  public static final Status UNEXPECTED = new Status(-7);

  /** The request runs. */
  public static final Status REQUEST_BUSY = new Status(-8);

  /** The result isn't there yet. */
  public static final Status RESULT_NOT_READY = new Status(-9);

  /** A tensor isn't allocated. */
  public static final Status NOT_ALLOCATED = new Status(-10);

  /** The inference was not started. */
  public static final Status INFER_NOT_STARTED = new Status(-11);

  /** The network could not be read. */
  public static final Status NETWORK_NOT_READ = new Status(-12);

  /** The inference was cancelled. */
  public static final Status INFER_CANCELLED = new Status(-13);

  /** An argument that the C API refuses, a null pointer for instance. */
  public static final Status INVALID_C_PARAM = new Status(-14);

  /** A failure that the C API has no name for. */
  public static final Status UNKNOWN_C_ERROR = new Status(-15);

  /** Not implemented in the C API. */
  public static final Status NOT_IMPLEMENT_C_METHOD = new Status(-16);

  /** An exception that isn't a C++ standard one. */
  public static final Status UNKNOW_EXCEPTION = new Status(-17);

  /** No call was made: the library is missing or was refused. */
  public static final Status NOT_CALLED = new Status(Integer.MIN_VALUE);

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(OK.code, "OK"),
          Map.entry(GENERAL_ERROR.code, "GENERAL_ERROR"),
          Map.entry(NOT_IMPLEMENTED.code, "NOT_IMPLEMENTED"),
          Map.entry(NETWORK_NOT_LOADED.code, "NETWORK_NOT_LOADED"),
          Map.entry(PARAMETER_MISMATCH.code, "PARAMETER_MISMATCH"),
          Map.entry(NOT_FOUND.code, "NOT_FOUND"),
          Map.entry(OUT_OF_BOUNDS.code, "OUT_OF_BOUNDS"),
          Map.entry(UNEXPECTED.code, "UNEXPECTED"),
          Map.entry(REQUEST_BUSY.code, "REQUEST_BUSY"),
          Map.entry(RESULT_NOT_READY.code, "RESULT_NOT_READY"),
          Map.entry(NOT_ALLOCATED.code, "NOT_ALLOCATED"),
          Map.entry(INFER_NOT_STARTED.code, "INFER_NOT_STARTED"),
          Map.entry(NETWORK_NOT_READ.code, "NETWORK_NOT_READ"),
          Map.entry(INFER_CANCELLED.code, "INFER_CANCELLED"),
          Map.entry(INVALID_C_PARAM.code, "INVALID_C_PARAM"),
          Map.entry(UNKNOWN_C_ERROR.code, "UNKNOWN_C_ERROR"),
          Map.entry(NOT_IMPLEMENT_C_METHOD.code, "NOT_IMPLEMENT_C_METHOD"),
          Map.entry(UNKNOW_EXCEPTION.code, "UNKNOW_EXCEPTION"),
          Map.entry(NOT_CALLED.code, "NOT_CALLED"));

  /** OpenVINO's name of this status, or {@code UNKNOWN}. */
  public String name() {
    return NAMES.getOrDefault(code, "UNKNOWN");
  }

  /** Name and number, for example {@code REQUEST_BUSY (-8)}. */
  @Override
  public String toString() {
    return name() + " (" + code + ")";
  }
}
