/**
 * Scene analytics: what objects do at lines and in zones. Pure state over media time. Depends on
 * core only.
 */
package sluice.stage.analytics;
