/** {@code sluice detect}: options, progress and summary. */
package sluice.cli.detect;
