/**
 * Binding of HOCON to records, a library that knows nothing of Sluice: settings described once are
 * read, validated with all problems at once, written, and turned into JSON schemas and
 * documentation.
 */
package sluice.config.binding;
