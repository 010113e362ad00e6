/** Tests of what both services are made of. */
@NullMarked
package dev.parkway.service;

import org.jspecify.annotations.NullMarked;
