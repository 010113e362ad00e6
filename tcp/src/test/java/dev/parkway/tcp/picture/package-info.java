/** Tests of the pictures. */
@NullMarked
package dev.parkway.tcp.picture;

import org.jspecify.annotations.NullMarked;
