/** The dashboard as people use it: in a browser, on a service in a process of its own. */
package sluice.browser;
