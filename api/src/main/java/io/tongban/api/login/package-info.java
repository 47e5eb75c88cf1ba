/** Sign-in of people by OpenID Connect; nothing here is asked before somebody signs in. */
package io.tongban.api.login;
