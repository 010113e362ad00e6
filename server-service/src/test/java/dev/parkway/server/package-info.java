/** Tests of the server's wiring. */
@NullMarked
package dev.parkway.server;

import org.jspecify.annotations.NullMarked;
