package io.polywire.client.r2db2.internal;

import io.polywire.client.r2db2.internal.config.Option;
import io.polywire.client.r2db2.internal.config.Settings;
import io.polywire.client.r2db2.internal.config.Urls;
import io.polywire.client.r2db2.internal.jdbc.ConnectionImpl;
import io.polywire.client.r2db2.internal.wire.Connector;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections for driver and data source alike. */
public final class Connect {
    private Connect() {}

    /**
     * Opens a connection.
     *
     * @param properties may be null
     * @param loginTimeout s, for where neither URL nor properties set one; 0: no limit
     */
    public static Connection open(String url, Properties properties, int loginTimeout) throws SQLException {
        Settings settings = Urls.parse(url, properties);
        if (loginTimeout > 0 && settings.number(Option.LOGIN_TIMEOUT) == 0) {
            Properties all = new Properties();
            if (properties != null) {
                properties.stringPropertyNames().forEach(name -> all.setProperty(name, properties.getProperty(name)));
            }
            all.setProperty(Option.LOGIN_TIMEOUT.key(), String.valueOf(Math.min(loginTimeout, 2_000_000)));
            settings = Urls.parse(url, all);
        }
        return new ConnectionImpl(Connector.connect(settings));
    }
}
