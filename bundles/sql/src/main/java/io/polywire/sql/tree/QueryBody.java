package io.polywire.sql.tree;

/** What a query consists of before it is ordered and cut. */
public sealed interface QueryBody extends Part permits NestedQuery, Select, SetOperation, Values {}
