/**
 * Copies of a recording as live cameras of the service in this process, with the settings of a
 * stream and variants of them; what they do is measured by {@code bench}.
 */
package sluice.app.cameras;
