/** The program that has the sockets by which Linux's TCP walks the scenarios. */
@NullMarked
package dev.parkway.kernel;

import org.jspecify.annotations.NullMarked;
