/** Names of machines: what they lead to, and where sinks may connect to. */
package sluice.app.hosts;
