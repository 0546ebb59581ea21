/** Options that several commands share, as picocli mixins. */
package sluice.cli.options;
