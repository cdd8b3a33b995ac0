/** {@code polywire sql}: the program is {@code io.polywire.shell.internal.Main}; nothing here is a contract. */
package io.polywire.shell;
