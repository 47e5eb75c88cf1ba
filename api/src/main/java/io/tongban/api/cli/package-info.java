/** The command line client: small class path, no server booted. */
package io.tongban.api.cli;
