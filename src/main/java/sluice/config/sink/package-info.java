/**
 * The port of a sink's settings: what the service knows of them, whatever the sink's type is. The
 * types implement it below {@code sluice.stage.sink}. Depends on {@code sluice.config.binding}.
 */
package sluice.config.sink;
