/** What is measured, with floors and ceilings. None of it is a test. */
package io.tongban.benchmarks;
