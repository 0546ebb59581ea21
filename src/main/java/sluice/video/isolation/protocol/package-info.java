/**
 * What the service and a decoder's process tell each other: orders on the process's standard input,
 * messages on its standard error, pictures in memory that both have.
 */
@NullMarked
package sluice.video.isolation.protocol;

import org.jspecify.annotations.NullMarked;
