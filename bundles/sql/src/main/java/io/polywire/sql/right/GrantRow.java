package io.polywire.sql.right;

/**
 * Rights that one role has given another on one object, as a database keeps them.
 *
 * @param kind what the object is
 * @param object its number, stable as long as it exists and never that of another one
 * @param column number of the column, 0 for the whole object
 * @param grantee id of the role that has them; {@link #PUBLIC} for all
 * @param grantor id of the role that gave them
 * @param rights {@linkplain Right#bit bits}; for an owner's row 0
 * @param options those of them that the grantee may give on
 */
public record GrantRow(Kind kind, int object, int column, long grantee, long grantor, int rights, int options) {
    /** Everybody. */
    public static final long PUBLIC = -1;

    /** The role that owns what no other role owns: the installation's own superuser. */
    public static final long INSTALLATION = 0;

    /** The number of the database that keeps the row, as the object of a row. */
    public static final int DATABASE = 0;

    /** The rights of a row that is to be forgotten: those of {@link Kind#isOnNew} with none say something. */
    public static final int FORGOTTEN = -1;

    /** What rights are on. */
    public enum Kind {
        /** A table or a view. */
        RELATION,
        /** A sequence. */
        SEQUENCE,
        /** A schema. */
        SCHEMA,
        /** A function. */
        ROUTINE,
        /** A type or a domain, or the type of a relation's rows, which has the relation's number. */
        TYPE,
        /** The database itself; its number is {@link #DATABASE}. */
        DATABASE,
        /** That the grantee owns an object of any kind; nothing else is kept with it. */
        OWNER,
        /** Tables and views that the grantor will make in a schema, which is the object, or anywhere. */
        NEW_RELATION,
        /** Sequences that the grantor will make in a schema, which is the object, or anywhere. */
        NEW_SEQUENCE,
        /** Schemas that the grantor will make. */
        NEW_SCHEMA,
        /** Functions that the grantor will make in a schema, which is the object, or anywhere. */
        NEW_ROUTINE,
        /** Types and domains that the grantor will make in a schema, which is the object, or anywhere. */
        NEW_TYPE;

        /** Whether it is not on something that is there, but on what will be made. */
        public boolean isOnNew() {
            return made() != null;
        }

        /** Under which kind the rights on what is made are kept; null if it is on something that is there. */
        public Kind made() {
            return switch (this) {
                case NEW_RELATION -> RELATION;
                case NEW_SEQUENCE -> SEQUENCE;
                case NEW_SCHEMA -> SCHEMA;
                case NEW_ROUTINE -> ROUTINE;
                case NEW_TYPE -> TYPE;
                default -> null;
            };
        }
    }

    /** The same with other rights. */
    public GrantRow with(int otherRights, int otherOptions) {
        return new GrantRow(kind, object, column, grantee, grantor, otherRights, otherOptions);
    }

    /** Whether it is the row of the same object, roles and column. */
    public boolean sameKey(GrantRow o) {
        return kind == o.kind
                && object == o.object
                && column == o.column
                && grantee == o.grantee
                && grantor == o.grantor;
    }
}
