package io.polywire.sql.tree;

/** What stands in FROM. */
public sealed interface TableReference extends Part permits DerivedTable, FunctionTable, Join, NamedTable {}
