-- Agents of a manager, their groups and labels.
CREATE TABLE agent (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    ip TEXT,
    register_ip TEXT,
    internal_key TEXT,
    os_name TEXT,
    os_version TEXT,
    os_major TEXT,
    os_minor TEXT,
    os_codename TEXT,
    os_build TEXT,
    os_platform TEXT,
    os_uname TEXT,
    os_arch TEXT,
    version TEXT,
    config_sum TEXT,
    merged_sum TEXT,
    manager_host TEXT,
    node_name TEXT DEFAULT 'unknown',
    date_add INTEGER NOT NULL DEFAULT 0,
    last_keepalive INTEGER,
    `group` TEXT DEFAULT 'default',
    group_hash TEXT,
    group_sync_status TEXT NOT NULL DEFAULT 'synced' CHECK (group_sync_status IN ('synced', 'syncreq')),
    sync_status TEXT NOT NULL DEFAULT 'synced' CHECK (sync_status IN ('synced', 'syncreq', 'syncreq_status', 'syncreq_keepalive')),
    connection_status TEXT NOT NULL DEFAULT 'never_connected' CHECK (connection_status IN ('pending', 'never_connected', 'active', 'disconnected')),
    disconnection_time INTEGER DEFAULT 0,
    group_config_status TEXT NOT NULL DEFAULT 'not synced' CHECK (group_config_status IN ('synced', 'not synced')),
    status_code INTEGER DEFAULT 0
);

CREATE INDEX agent_name ON agent (name);

CREATE INDEX agent_connection_status ON agent (connection_status);

CREATE INDEX agent_os_platform ON agent (os_platform);

CREATE TABLE labels (
    id INTEGER,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (id, key)
);

CREATE TABLE info (
    key TEXT PRIMARY KEY,
    value TEXT
);

CREATE TABLE `group` (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE belongs (
    id_agent INTEGER REFERENCES agent (id) ON DELETE CASCADE,
    id_group INTEGER REFERENCES `group` (id) ON DELETE CASCADE,
    priority INTEGER NOT NULL DEFAULT 0,
    UNIQUE (id_agent, priority),
    PRIMARY KEY (id_agent, id_group)
);

CREATE INDEX belongs_group ON belongs (id_group);

CREATE TABLE metadata (
    key TEXT PRIMARY KEY,
    value TEXT
);

INSERT INTO metadata (key, value) VALUES ('db_version', '7');

INSERT INTO agent (id, name, ip, register_ip, last_keepalive, connection_status, date_add, `group`) VALUES (0, 'manager', '127.0.0.1', '127.0.0.1', 253402300799, 'active', unixepoch(), NULL);

INSERT INTO info (key, value) VALUES ('openssl_support', 'yes');
