/** The configuration as immutable records. */
package sluice.config.settings;
