/** One governed SQL over stored and live resources. */
package io.tongban.federation;
