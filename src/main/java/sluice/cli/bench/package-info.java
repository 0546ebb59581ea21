/** {@code sluice bench}: its options, and results as text and JSON. */
package sluice.cli.bench;
