/**
 * The example hubs: stand-ins for the departments' systems, the loader, the demo and its wallet.
 * Speaks to the hub by its public protocols only and imports nothing of it.
 */
package io.tongban.examples;
