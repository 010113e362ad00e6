/** Tests of the extension, and programs that it drives. */
@NullMarked
package dev.parkway.junit;

import org.jspecify.annotations.NullMarked;
