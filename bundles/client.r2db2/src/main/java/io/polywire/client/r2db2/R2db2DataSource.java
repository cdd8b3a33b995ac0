package io.polywire.client.r2db2;

import io.polywire.client.r2db2.internal.Connect;
import io.polywire.client.r2db2.internal.config.Urls;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A source of connections that are all made alike. Set it up first; then {@code getConnection} may be called from any
 * thread. Connections are not pooled.
 */
public final class R2db2DataSource implements DataSource {
    private final Properties properties = new Properties();
    private volatile String url = Urls.PREFIX + "//localhost:2345/";
    private volatile int loginTimeout;
    private volatile PrintWriter logWriter;

    /** Creates a source for {@code jdbc:r2db2://localhost:2345/}. */
    public R2db2DataSource() {
        // set up by its setters
    }

    /** The URL, without what the other setters were given. */
    public String getUrl() {
        return url;
    }

    /**
     * Sets the URL, {@code jdbc:r2db2://host:port,host2:port2/database?option=value}. Its options win over the other
     * setters'.
     *
     * @throws IllegalArgumentException if it is a URL of another driver
     */
    public void setUrl(String newUrl) {
        if (!Urls.accepts(newUrl)) {
            throw new IllegalArgumentException("The URL must start with " + Urls.PREFIX);
        }
        url = newUrl;
    }

    /** Sets the user name; null takes it back. */
    public void setUser(String user) {
        setProperty("user", user);
    }

    /** Sets the password or token; null takes it back. */
    public void setPassword(String password) {
        setProperty("password", password);
    }

    /** Sets the database to open; null takes it back. */
    public void setDatabase(String database) {
        setProperty("database", database);
    }

    /**
     * Sets one of the options that the URL may hold, by the same name.
     *
     * @param value null takes it back; checked when a connection is opened
     */
    public void setProperty(String name, String value) {
        synchronized (properties) {
            if (value == null) {
                properties.remove(name);
            } else {
                properties.setProperty(name, value);
            }
        }
    }

    private Properties copy() {
        synchronized (properties) {
            Properties copy = new Properties();
            copy.putAll(properties);
            return copy;
        }
    }

    /**
     * Opens a connection.
     *
     * @throws SQLException if an option is wrong (08001), or no host could be reached or took the log-in
     */
    @Override
    public Connection getConnection() throws SQLException {
        return Connect.open(url, copy(), loginTimeout);
    }

    /** Opens a connection for another user, see {@link #getConnection()}. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Properties own = copy();
        own.setProperty("user", user == null ? "" : user);
        own.setProperty("password", password == null ? "" : password);
        return Connect.open(url, own, loginTimeout);
    }

    /** Limit for opening a connection over all hosts and tries, s; 0: none. */
    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    /** Sets the limit for opening a connection over all hosts and tries, s; 0: none. */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        if (seconds < 0) {
            throw new SQLException("A time-out must not be negative", "HY024");
        }
        loginTimeout = seconds;
    }

    /** The writer that was set; nothing is written to it. */
    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    /** Keeps the writer; nothing is written to it. */
    @Override
    public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    /** Not supported: the driver does not log. */
    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("The r2db2 driver does not log", "0A000");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("This object wraps no " + type.getName(), "HY000");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "r2db2 data source";
    }
}
