/** Code lists: reading, keeping and looking up codes with their validity and succession. */
package io.tongban.registry.codes;
