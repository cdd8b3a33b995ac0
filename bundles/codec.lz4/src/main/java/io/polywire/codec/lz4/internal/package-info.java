/** LZ4 as a {@link io.polywire.api.codec.Codec}. */
package io.polywire.codec.lz4.internal;
