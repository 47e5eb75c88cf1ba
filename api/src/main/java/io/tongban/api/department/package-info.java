/** The REST interface for departments' systems. */
package io.tongban.api.department;
