/** Shows connections in a browser: HTTP over the inspection API, and the page itself. */
@NullMarked
package dev.parkway.page;

import org.jspecify.annotations.NullMarked;
