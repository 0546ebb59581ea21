/** {@code sluice tune}: its options, and results as text and JSON. */
package sluice.cli.tune;
