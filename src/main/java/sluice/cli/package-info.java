/**
 * The command line: one class per command, with what checks its flags, and what shows progress and
 * results as text or JSON. Depends on {@code app}'s records and interfaces, on the value records of
 * {@code metrics} and {@code config}, and on {@code core}. Nothing here loads Pekko, logging or
 * native code; a command gets what does the work from {@link sluice.cli.options.Services} when it
 * runs.
 *
 * <p>Standard output carries results only; progress, notes and errors go to standard error.
 */
package sluice.cli;
