/** What names a source of frames: the one parser of addresses. Opens nothing, looks nothing up. */
package sluice.core.source;
