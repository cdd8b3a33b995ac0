package io.polywire.sql.tree;

/** SHOW DATABASES: one row for each database that the user may open. */
public final class ShowDatabases extends Statement {
    /** A statement between two positions of the text. */
    public ShowDatabases(int start, int end) {
        super(start, end);
    }

    @Override
    public String command() {
        return "SHOW";
    }
}
