/**
 * The sink type {@code sql}: messages as rows of a database, of a PostgreSQL server or in a file of
 * SQLite. One connection, used by the sink's thread alone.
 */
package sluice.stage.sink.sql;
