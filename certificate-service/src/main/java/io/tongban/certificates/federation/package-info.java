/** OpenID Federation 1.0: this hub's entities, and trust chains of others. */
package io.tongban.certificates.federation;
