/**
 * Helpers for text, files and numbers that every layer may use: edit distance, median, redaction of
 * secrets, failures of files.
 */
package sluice.core.util;
