/**
 * Which of several instances on one database works on which group. An arrow of its own: whoever
 * works on groups knows leases, and leases know nothing of groups but their keys.
 */
package eu.aifactory.clients.service.lease;
