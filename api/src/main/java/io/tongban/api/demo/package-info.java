/** The demo identity provider of example hubs: a small OpenID Connect provider. */
package io.tongban.api.demo;
