/** Status lists of the Token Status List specification: packing, compression, order of indices. */
package io.tongban.certificates.statuslist;
