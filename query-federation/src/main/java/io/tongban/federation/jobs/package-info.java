/** Big answers: run apart from their request, spooled encrypted, released page by page. */
package io.tongban.federation.jobs;
