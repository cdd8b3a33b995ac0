package io.polywire.client.r2db2.internal.osgi;

import io.polywire.client.r2db2.R2db2DataSource;
import io.polywire.client.r2db2.R2db2Driver;
import io.polywire.client.r2db2.internal.config.Option;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Properties;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.jdbc.DataSourceFactory;

/** The driver as a service of OSGi. */
@Component(
        service = DataSourceFactory.class,
        property = {
            DataSourceFactory.OSGI_JDBC_DRIVER_CLASS + "=io.polywire.client.r2db2.R2db2Driver",
            DataSourceFactory.OSGI_JDBC_DRIVER_NAME + "=r2db2"
        })
public final class R2db2DataSourceFactory implements DataSourceFactory {
    /** Created by the component runtime. */
    public R2db2DataSourceFactory() {
        // it has no state
    }

    @Override
    public DataSource createDataSource(Properties properties) throws SQLException {
        R2db2DataSource source = new R2db2DataSource();
        Properties given = properties == null ? new Properties() : properties;
        String host = given.getProperty(JDBC_SERVER_NAME, "localhost");
        String port = given.getProperty(JDBC_PORT_NUMBER, "2345");
        boolean v6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        source.setUrl("jdbc:r2db2://" + (v6 ? "[" + host + "]" : host) + ":" + port + "/");
        for (String name : given.stringPropertyNames()) {
            set(source, name, given.getProperty(name));
        }
        return source;
    }

    private static void set(R2db2DataSource source, String name, String value) throws SQLException {
        switch (name) {
            case JDBC_URL -> url(source, value);
            case JDBC_DATABASE_NAME -> source.setDatabase(value);
            case JDBC_SERVER_NAME, JDBC_PORT_NUMBER, JDBC_DESCRIPTION, JDBC_DATASOURCE_NAME -> {
                // part of the URL, or for people
            }
            default -> {
                if (Option.named(name) == null) {
                    throw new SQLException("The r2db2 driver has no property \"" + name + "\"", "HY024");
                }
                source.setProperty(name, value);
            }
        }
    }

    private static void url(R2db2DataSource source, String url) throws SQLException {
        try {
            source.setUrl(url);
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), "08001", e);
        }
    }

    @Override
    public ConnectionPoolDataSource createConnectionPoolDataSource(Properties properties) throws SQLException {
        throw new SQLException("The r2db2 driver has no ConnectionPoolDataSource; pool its DataSource", "0A000");
    }

    @Override
    public XADataSource createXADataSource(Properties properties) throws SQLException {
        throw new SQLException("The r2db2 driver has no XADataSource: the wire knows no two-phase commit", "0A000");
    }

    @Override
    public Driver createDriver(Properties properties) throws SQLException {
        if (properties != null && !properties.isEmpty()) {
            throw new SQLException("The r2db2 driver takes its properties with each connection", "HY024");
        }
        return new R2db2Driver();
    }

    /** Takes the driver, if it was loaded, from the DriverManager: it would hold the bundle's class loader. */
    @Deactivate
    void deactivate() throws SQLException {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass() == R2db2Driver.class) {
                DriverManager.deregisterDriver(driver);
            }
        }
    }
}
