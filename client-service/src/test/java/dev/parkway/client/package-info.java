/** Tests of the process that connects. */
@NullMarked
package dev.parkway.client;

import org.jspecify.annotations.NullMarked;
