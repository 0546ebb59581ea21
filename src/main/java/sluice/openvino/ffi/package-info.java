/**
 * OpenVINO's C API as Java sees it: one static method per C function, struct layouts, and the way
 * to the library. The only place that links native symbols.
 *
 * <p>Nothing here owns anything: pointers go in and out as they are, statuses are returned as the C
 * functions return them, and the caller keeps the lifetime rules. {@link
 * sluice.openvino.ffi.NativeLibrary#load} comes first; a class that holds functions binds them when
 * it is first used. Depends on nothing but the JDK; one class uses JavaCPP where it is on the class
 * path, to unpack libraries from a jar.
 */
package sluice.openvino.ffi;
