/**
 * Damaged input of every kind, by numbered cases: whatever comes, nothing may crash, hang, leak, or
 * tell a secret. {@link sluice.fuzz.FuzzRun} runs many cases; tests run a few of each kind.
 */
package sluice.fuzz;
