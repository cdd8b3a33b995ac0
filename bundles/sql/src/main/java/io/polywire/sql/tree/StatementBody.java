package io.polywire.sql.tree;

/** What a statement says, apart from the text that it came in. */
public sealed interface StatementBody extends Part
        permits AlterDatabase,
                AlterDomain,
                AlterEnum,
                AlterGroup,
                AlterRole,
                AlterSequence,
                AlterSettings,
                AlterTable,
                Call,
                CloseCursor,
                Comment,
                Copy,
                CreateDatabase,
                CreateDomain,
                CreateEnum,
                CreateExtension,
                CreateIndex,
                CreateMaterializedView,
                CreateRole,
                CreateRoutine,
                CreateSchema,
                CreateSequence,
                CreateTable,
                CreateTableAs,
                CreateView,
                Deallocate,
                DeclareCursor,
                DefaultPrivileges,
                Delete,
                Discard,
                Do,
                Drop,
                DropRole,
                Execute,
                Explain,
                FetchCursor,
                Grant,
                Insert,
                Listen,
                LockTable,
                Maintenance,
                Merge,
                Notify,
                OwnedObjects,
                Prepare,
                Query,
                RefreshMaterializedView,
                Rename,
                ResetVariable,
                SetConstraints,
                SetOwner,
                SetSchema,
                SetTransaction,
                SetVariable,
                ShowVariable,
                Truncate,
                Update {
    /** What it does, as the first word or words of its command tag: "SELECT", "CREATE TABLE". */
    String command();

    /** What it may do to a database, as far as its form shows; READ for what never reaches one. */
    default io.polywire.api.storage.Access access() {
        return io.polywire.api.storage.Access.READ;
    }
}
