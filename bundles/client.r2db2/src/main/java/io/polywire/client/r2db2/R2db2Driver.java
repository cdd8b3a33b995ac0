package io.polywire.client.r2db2;

import io.polywire.client.r2db2.internal.Connect;
import io.polywire.client.r2db2.internal.Version;
import io.polywire.client.r2db2.internal.config.Option;
import io.polywire.client.r2db2.internal.config.Urls;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.osgi.annotation.bundle.Capability;

/**
 * The JDBC 4.3 driver for {@code jdbc:r2db2://host:port,host2:port2/database?option=value}. Found by
 * {@link DriverManager} through the ServiceLoader; within OSGi, use the {@code DataSourceFactory} service or a
 * {@link R2db2DataSource}. May be used from any thread.
 */
@Capability(
        namespace = "osgi.serviceloader",
        name = "java.sql.Driver",
        attribute = "register:=io.polywire.client.r2db2.R2db2Driver")
public final class R2db2Driver implements Driver {
    static {
        try {
            DriverManager.registerDriver(new R2db2Driver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Creates a driver; all drivers of this class do the same. */
    public R2db2Driver() {
        // it has no state
    }

    /**
     * Connects.
     *
     * @param url null, or a URL of another driver, is no error
     * @param properties options beside those of the URL, which win; may be null
     * @return the connection, or null if the URL is not for this driver
     * @throws SQLException if the URL is wrong (08001), or no host could be reached or took the log-in
     */
    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        return Urls.accepts(url) ? Connect.open(url, properties, DriverManager.getLoginTimeout()) : null;
    }

    /** Whether the URL starts with {@code jdbc:r2db2:}. */
    @Override
    public boolean acceptsURL(String url) {
        return Urls.accepts(url);
    }

    /** All options, with the values that URL and properties give them; passwords are left out. */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        var settings = Urls.accepts(url) ? Urls.parse(url, properties) : null;
        Option[] options = Option.values();
        DriverPropertyInfo[] infos = new DriverPropertyInfo[options.length];
        for (int i = 0; i < options.length; i++) {
            Option option = options[i];
            String value = settings == null ? option.initial() : settings.text(option);
            infos[i] = new DriverPropertyInfo(option.key(), option.secret() ? null : value);
            infos[i].description = option.description();
            if (!option.choices().isEmpty()) {
                infos[i].choices = option.choices().toArray(new String[0]);
            }
        }
        return infos;
    }

    @Override
    public int getMajorVersion() {
        return Version.MAJOR;
    }

    @Override
    public int getMinorVersion() {
        return Version.MINOR;
    }

    /** False: the SQL of SQLite is not all of SQL-92 entry level. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    /** Not supported: the driver does not log. */
    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("The r2db2 driver does not log", "0A000");
    }
}
