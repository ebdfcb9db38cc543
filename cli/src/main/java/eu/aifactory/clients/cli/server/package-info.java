/**
 * The service's server as a process: a Payara domain that is created in a data folder, started,
 * asked, stopped and killed. Knows no command line and nothing of client groups.
 */
package eu.aifactory.clients.cli.server;
