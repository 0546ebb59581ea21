/**
 * A decoder's process: obeys the service's orders over {@code sluice.video.isolation.protocol} and
 * decodes one source into memory that both share. Nothing of the service is loaded.
 */
@NullMarked
package sluice.video.isolation.helper;

import org.jspecify.annotations.NullMarked;
