/** Tests of the page's HTTP. */
@NullMarked
package dev.parkway.page;

import org.jspecify.annotations.NullMarked;
