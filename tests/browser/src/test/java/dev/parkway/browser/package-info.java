/** The page as people see it, in a real browser. */
@NullMarked
package dev.parkway.browser;

import org.jspecify.annotations.NullMarked;
