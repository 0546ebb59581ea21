/**
 * A detection job: settings from flags, its inputs run one after the other, summary and live page.
 */
package sluice.app.detect;
