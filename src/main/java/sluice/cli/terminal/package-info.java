/** The terminal: output, progress, signals, exit codes and messages of failures. */
package sluice.cli.terminal;
