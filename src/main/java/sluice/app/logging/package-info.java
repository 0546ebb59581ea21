/**
 * The service's log on standard error: format, levels and folding of repeated messages (Logback).
 */
package sluice.app.logging;
