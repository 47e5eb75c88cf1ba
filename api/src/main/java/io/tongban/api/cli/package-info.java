/** The command line client: starts in under a second and does not boot the server. */
package io.tongban.api.cli;
