// The second half of the check in PostgreSQL: whether what is there under its name also is what is declared. The
// server itself writes both down: the tables as they are, and the same ones made anew in schemas of the same names
// while those that are there bear others, in a transaction that is always rolled back. Nobody else sees any of it,
// and no row or table that is in use is locked.

extension ResultsCheck {
    mutating func compareDefinitions(
        _ link: PostgresConnection, before deadline: PostgresDeadline
    ) throws(ResultsFailure) {
        do throws(PostgresError) {
            defer { link.rollBack(before: deadline) }
            try link.pipeline([.begin, ResultsCheck.plainNames], before: deadline)
            let found = try ResultsCheck.definitions(link, deadline)
            try link.pipeline(ResultsCheck.anew, before: deadline)
            let wanted = try ResultsCheck.definitions(link, deadline)
            // What lacks or is too many was found by name.
            changed = wanted.compactMap { thing, text in
                found[thing].map { $0 == text } ?? true ? nil : thing
            }.sorted()
        } catch {
            guard error.sqlState == "42501" else { throw ResultsFailure(error) }
            comparesDefinitions = false
        }
    }

    /// So that every name is written with its schema.
    private static let plainNames = PostgresStatement("names", "SET LOCAL search_path = pg_catalog")

    private static let anew: [PostgresStatement] = {
        let aside = (ResultsFolder.allCases.map(\.rawValue) + [ResultsInbox.folder]).map { folder in
            """
            DO $body$ BEGIN
                IF to_regnamespace('\(folder)') IS NOT NULL THEN
                    ALTER SCHEMA \(folder) RENAME TO "\(folder) as it is";
                END IF;
            END $body$
            """
        }
        let steps = ResultsMigration.all(.postgres).flatMap(\.statements)
        return (aside + ResultsSchema.account(.postgres) + steps).map {
            PostgresStatement("tables as they are declared", $0)
        }
    }()

    private static func definitions(
        _ link: PostgresConnection, _ deadline: PostgresDeadline
    ) throws(PostgresError) -> [String: String] {
        let rows = try link.execute("definitions", catalogueOfDefinitions, before: deadline)
        var found: [String: String] = [:]
        for index in rows.rows.indices {
            guard let thing = rows.text(index, 0) else { continue }
            found[thing] = rows.text(index, 1) ?? ""
        }
        return found
    }

    /// A thing's name and the text of what it is; owners and the names of parts are nobody's business here.
    private static let catalogueOfDefinitions = """
        WITH ours AS (
            SELECT c.oid, c.relkind, c.relname, c.reloptions, c.relrowsecurity, c.relforcerowsecurity,
                c.relpersistence, n.nspname || '.' || c.relname AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('dispatch', 'private', 'published', 'inbox') AND NOT c.relispartition
        )
        SELECT 'view ' || name, coalesce(reloptions::text, '') || pg_get_viewdef(oid) FROM ours
            WHERE relkind = 'v'
        UNION ALL
        SELECT 'table ' || name, concat_ws(' ', relpersistence, relforcerowsecurity, pg_get_partkeydef(oid))
            FROM ours WHERE relkind IN ('r', 'p')
        UNION ALL
        SELECT 'column ' || o.name || '.' || a.attname,
                concat_ws(' ', a.attidentity, a.attgenerated, a.attcollation::regcollation::text,
                    pg_get_expr(d.adbin, d.adrelid))
            FROM ours o JOIN pg_attribute a ON a.attrelid = o.oid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE o.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT 'rule ' || o.name || ' ' || c.conname,
                concat_ws(' ', c.convalidated, c.condeferrable, pg_get_constraintdef(c.oid))
            FROM ours o JOIN pg_constraint c ON c.conrelid = o.oid WHERE c.contype IN ('c', 'p', 'f', 'u')
        UNION ALL
        SELECT 'index ' || o.name, concat_ws(' ', i.indisvalid, pg_get_indexdef(o.oid))
            FROM ours o JOIN pg_index i ON i.indexrelid = o.oid
        UNION ALL
        SELECT 'row security ' || o.name || ' ' || p.polname,
                concat_ws(' ', p.polcmd, p.polpermissive, p.polroles::regrole[]::text,
                    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
            FROM ours o JOIN pg_policy p ON p.polrelid = o.oid
        UNION ALL
        SELECT 'function ' || n.nspname || '.' || p.proname,
                string_agg(pg_get_functiondef(p.oid) || ' ' || coalesce((
                    SELECT string_agg(concat_ws(' ', g.grantee::regrole::text, g.privilege_type), ', '
                        ORDER BY g.grantee::regrole::text)
                    FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
                    WHERE g.grantee <> p.proowner), ''), ' ' ORDER BY p.oid)
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname IN ('dispatch', 'private', 'published', 'inbox') GROUP BY n.nspname, p.proname
        UNION ALL
        SELECT 'comment on ' || o.name || coalesce('.' || a.attname, ''), d.description
            FROM ours o JOIN pg_description d ON d.objoid = o.oid AND d.classoid = 'pg_class'::regclass
            LEFT JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = d.objsubid AND d.objsubid > 0
        UNION ALL
        SELECT 'comment on function ' || n.nspname || '.' || p.proname,
                string_agg(obj_description(p.oid, 'pg_proc'), ' ' ORDER BY p.oid)
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname IN ('dispatch', 'private', 'published', 'inbox') GROUP BY n.nspname, p.proname
        """
}
