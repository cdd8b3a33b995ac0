-- Techniques and what belongs to them; read-only to clients of the socket. Empty until data are loaded.
CREATE TABLE metadata (
    `key` TEXT PRIMARY KEY,
    `value` TEXT
);

CREATE TABLE tactic (
    id TEXT PRIMARY KEY,
    name TEXT,
    description TEXT,
    created_time TEXT,
    modified_time TEXT,
    short_name TEXT
);

CREATE TABLE technique (
    id TEXT PRIMARY KEY,
    name TEXT,
    description TEXT,
    created_time TEXT,
    modified_time TEXT,
    mitre_version TEXT,
    mitre_detection TEXT,
    network_requirements INTEGER,
    remote_support INTEGER,
    revoked_by TEXT,
    deprecated INTEGER,
    subtechnique_of TEXT
);

CREATE TABLE mitigation (
    id TEXT PRIMARY KEY,
    name TEXT,
    description TEXT,
    created_time TEXT,
    modified_time TEXT,
    mitre_version TEXT,
    revoked_by TEXT,
    deprecated INTEGER
);

CREATE TABLE `group` (
    id TEXT PRIMARY KEY,
    name TEXT,
    description TEXT,
    created_time TEXT,
    modified_time TEXT,
    mitre_version TEXT,
    revoked_by TEXT,
    deprecated INTEGER
);

CREATE TABLE software (
    id TEXT PRIMARY KEY,
    name TEXT,
    description TEXT,
    created_time TEXT,
    modified_time TEXT,
    mitre_version TEXT,
    revoked_by TEXT,
    deprecated INTEGER,
    type TEXT
);

CREATE TABLE reference (
    id TEXT,
    source TEXT,
    external_id TEXT,
    url TEXT,
    description TEXT,
    type TEXT
);

CREATE TABLE phase (
    tactic_id TEXT,
    tech_id TEXT,
    PRIMARY KEY (tactic_id, tech_id)
);

CREATE TABLE mitigate (
    source_id TEXT,
    target_id TEXT,
    PRIMARY KEY (source_id, target_id)
);

CREATE TABLE use (
    source_id TEXT,
    source_type TEXT,
    target_id TEXT,
    target_type TEXT,
    PRIMARY KEY (source_id, target_id)
);
