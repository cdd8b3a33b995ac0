package io.polywire.sql.tree;

/** Kinds of objects that statements name. */
public enum ObjectKind {
    TABLE,
    VIEW,
    MATERIALIZED_VIEW,
    INDEX,
    SEQUENCE,
    TYPE,
    DOMAIN,
    SCHEMA,
    DATABASE,
    ROLE,
    USER,
    GROUP,
    FUNCTION,
    PROCEDURE,
    ROUTINE,
    AGGREGATE,
    COLUMN,
    CONSTRAINT,
    DOMAIN_CONSTRAINT,
    TRIGGER,
    RULE,
    POLICY,
    EXTENSION,
    COLLATION,
    TABLESPACE,
    LANGUAGE,
    SYSTEM,
    LARGE_OBJECT,
    FOREIGN_TABLE,
    FOREIGN_SERVER,
    FOREIGN_DATA_WRAPPER,
    EVENT_TRIGGER,
    ACCESS_METHOD,
    PUBLICATION,
    CONVERSION,
    STATISTICS,
    TEXT_SEARCH_CONFIGURATION,
    TEXT_SEARCH_DICTIONARY,
    TEXT_SEARCH_PARSER,
    TEXT_SEARCH_TEMPLATE,
    SUBSCRIPTION,
    PARAMETER;

    /** The words that SQL has for it: "MATERIALIZED VIEW". */
    public String words() {
        return this == DOMAIN_CONSTRAINT ? "CONSTRAINT" : name().replace('_', ' ');
    }
}
