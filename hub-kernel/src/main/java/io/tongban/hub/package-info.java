/**
 * What every module of the hub stands on: identity, clock, ids, cursors, problems, canonical JSON,
 * definitions, jobs and leases, guarded outbound connections. A closed list: an ArchUnit test names
 * its classes.
 */
package io.tongban.hub;
