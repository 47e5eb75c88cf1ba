/** Policies in Cedar: checked when they are declared, evaluated at every use. */
package io.tongban.access.cedar;
