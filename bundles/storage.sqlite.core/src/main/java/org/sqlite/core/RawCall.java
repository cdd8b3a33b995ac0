package org.sqlite.core;

import java.sql.SQLException;

/**
 * A call of a function of ours by SQLite: its arguments, numbered from 0, and the place of its result. Valid during the
 * call. Types are those of {@link RawConnection#INTEGER} and so on.
 */
public interface RawCall {
    /** Number of arguments. */
    int size();

    /** Storage class of an argument. */
    int type(int argument) throws SQLException;

    /** An argument as an integer. */
    long getLong(int argument) throws SQLException;

    /** An argument as a double. */
    double getDouble(int argument) throws SQLException;

    /** An argument as text; null for NULL. */
    String getText(int argument) throws SQLException;

    /** An argument as bytes; null for NULL. */
    byte[] getBytes(int argument) throws SQLException;

    /** The result is NULL. */
    void resultNull() throws SQLException;

    /** The result. */
    void resultLong(long value) throws SQLException;

    /** The result. */
    void resultDouble(double value) throws SQLException;

    /** The result. */
    void resultText(String value) throws SQLException;

    /** The result. */
    void resultBytes(byte[] value) throws SQLException;

    /** The call fails. */
    void resultError(String message) throws SQLException;
}
