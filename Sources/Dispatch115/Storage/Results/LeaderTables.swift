// The two tables about who leads, in PostgreSQL only: the lease, and what a former leader did that the results
// do not have. The sentences of the latter hold names and words, so it lies with the protected tables.

enum LeaderTables {
    /// One migration's statements, after that of the roles.
    static let statements = tables + access

    private static let access = ["dispatch.leader", "private.stranded_event"].flatMap { name in
        [
            "GRANT SELECT, INSERT, UPDATE ON \(name) TO \(ResultsRole.writer.name)",
            "GRANT SELECT ON \(name) TO \(ResultsRole.auditor.name)",
            "ALTER TABLE \(name) ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY by_centre ON \(name) USING \(ResultsView.visible("centre", .postgres))",
        ]
    }

    private static let tables = [
        """
        CREATE TABLE dispatch.leader (
            centre text NOT NULL,
            epoch bigint NOT NULL,
            holder text NOT NULL,
            address text NOT NULL,
            lease_until timestamp with time zone NOT NULL,
            renewed_at timestamp with time zone NOT NULL,
            CONSTRAINT leader_key PRIMARY KEY (centre),
            CONSTRAINT leader_epoch_range CHECK (epoch BETWEEN 0 AND 4294967295)
        )
        """,
        "COMMENT ON TABLE dispatch.leader IS 'Who leads each centre, and until when; times by this database.'",
        "COMMENT ON COLUMN dispatch.leader.centre IS 'The centre''s code, as in its configuration.'",
        "COMMENT ON COLUMN dispatch.leader.epoch IS 'The leader''s epoch; 0 before the first. Never falls.'",
        "COMMENT ON COLUMN dispatch.leader.holder IS 'The leader''s machine and data folder.'",
        "COMMENT ON COLUMN dispatch.leader.address IS 'Where its units report to.'",
        "COMMENT ON COLUMN dispatch.leader.lease_until IS 'Afterwards a standby may take over.'",
        "COMMENT ON COLUMN dispatch.leader.renewed_at IS 'When the leader said so last.'",
        """
        CREATE TABLE private.stranded_event (
            centre text NOT NULL,
            epoch bigint NOT NULL,
            sequence bigint NOT NULL,
            hash bytea NOT NULL,
            at timestamp with time zone NOT NULL,
            type integer NOT NULL,
            event text NOT NULL,
            body bytea NOT NULL,
            parted_after bigint NOT NULL,
            incident integer,
            unit integer,
            call integer,
            vietnamese text NOT NULL,
            english text NOT NULL,
            holder text NOT NULL,
            recorded_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
            settled_at timestamp with time zone,
            settled_by text,
            settled_how text,
            CONSTRAINT stranded_event_key PRIMARY KEY (centre, epoch, sequence, hash),
            CONSTRAINT stranded_event_hash_size CHECK (length(hash) = 32),
            CONSTRAINT stranded_event_settled CHECK ((settled_at IS NULL) = (settled_by IS NULL)
                AND (settled_at IS NULL) = (settled_how IS NULL))
        )
        """,
        "COMMENT ON TABLE private.stranded_event IS "
            + "'What a former leader decided that is not in the results: to be settled by people.'",
        "COMMENT ON COLUMN private.stranded_event.centre IS 'The centre''s code, as in its configuration.'",
        "COMMENT ON COLUMN private.stranded_event.epoch IS 'The former leader''s epoch.'",
        "COMMENT ON COLUMN private.stranded_event.sequence IS 'The event''s number in that journal.'",
        "COMMENT ON COLUMN private.stranded_event.hash IS 'The chain''s hash after it, there.'",
        "COMMENT ON COLUMN private.stranded_event.at IS 'When it was decided.'",
        "COMMENT ON COLUMN private.stranded_event.type IS 'The event''s type, docs/SPEC.md.'",
        "COMMENT ON COLUMN private.stranded_event.event IS 'The type''s name.'",
        "COMMENT ON COLUMN private.stranded_event.body IS 'As the journal stores it, texts sealed.'",
        "COMMENT ON COLUMN private.stranded_event.parted_after IS 'The last event that both have.'",
        "COMMENT ON COLUMN private.stranded_event.incident IS 'The incident that it concerns.'",
        "COMMENT ON COLUMN private.stranded_event.unit IS 'The unit that it concerns.'",
        "COMMENT ON COLUMN private.stranded_event.call IS 'The call that it concerns.'",
        "COMMENT ON COLUMN private.stranded_event.vietnamese IS 'What happened, in a sentence.'",
        "COMMENT ON COLUMN private.stranded_event.english IS 'What happened, in a sentence.'",
        "COMMENT ON COLUMN private.stranded_event.holder IS 'The machine and data folder that it is in.'",
        "COMMENT ON COLUMN private.stranded_event.recorded_at IS 'When it was found.'",
        "COMMENT ON COLUMN private.stranded_event.settled_at IS 'When somebody settled it.'",
        "COMMENT ON COLUMN private.stranded_event.settled_by IS 'Who did.'",
        "COMMENT ON COLUMN private.stranded_event.settled_how IS 'What was done about it.'",
    ]
}
