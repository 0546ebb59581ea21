/**
 * The settings of the service: what they are, as immutable records, and one description of them all
 * from which HOCON is bound, problems are found, schemas and the reference page are written.
 * Depends on {@code core}, Typesafe Config and Jackson only; users of the records see no HOCON.
 */
package sluice.config;
