/**
 * The box around a child process that works on data of strangers: it is started without
 * capabilities and restricted by Landlock, and gives up most system calls itself (seccomp) once its
 * libraries are loaded; and memory that it shares with its parent. Linux on x86-64 and aarch64;
 * elsewhere processes start without a box, and say so. Knows nothing of Sluice.
 */
package sluice.sandbox;
