/**
 * Filters, search, order, selection and pages over a table, as Wazuh's API offers them, compiled to statements whose values
 * are parameters.
 *
 * <pre>
 * QueryRequest ─▶ FilterParser ─▶ QueryCompiler ─▶ Query (tree, parameters) ─▶ QueryRunner ─▶ QueryResult
 *                                      ▲
 *                                  QueryTable: what may be asked for
 * </pre>
 */
@Export
@Version("0.1.0")
package io.polywire.query;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
