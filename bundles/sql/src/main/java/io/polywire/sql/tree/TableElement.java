package io.polywire.sql.tree;

/** What stands between the parentheses of CREATE TABLE. */
public sealed interface TableElement extends Part
        permits ColumnDefinition, ColumnOptions, OfTable, LikeTable, Constraint {}
