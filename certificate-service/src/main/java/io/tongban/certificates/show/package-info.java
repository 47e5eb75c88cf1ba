/** Certificates shown by their holders through the hub: at counters, on paper, to service items. */
package io.tongban.certificates.show;
