/** Certificates sealed elsewhere: their files looked over, collected and verified. */
package io.tongban.certificates.collect;
