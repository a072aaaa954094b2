/// `dispatch115 stranded`: what a former leader did that the results do not have, in people's words, with what
/// the new leader has changed since; and `--settle`, by which a supervisor marks one as settled. Reads the
/// database only, so it works on either machine.
enum StrandedCommand {
    static func run(_ arguments: Arguments.Stranded, _ configuration: Configuration) -> Int32 {
        do {
            guard let door = try LeaseDoor(configuration) else {
                Output.error("dispatch115: stranded needs results.kind \"postgresql\" and results.database")
                return ConfigurationError.exitStatus
            }
            let source = PostgresFollower(
                door.conninfo, centre: configuration.centre.code, deadlineMilliseconds: 10_000)
            defer { source.close() }
            if let settle = arguments.settle {
                return try self.settle(settle, how: arguments.how, configuration, source)
            }
            return try list(arguments, configuration, source)
        } catch {
            Output.error("dispatch115: \(error)")
            return 1
        }
    }

    // MARK: - The list

    private static func list(
        _ arguments: Arguments.Stranded, _ configuration: Configuration, _ source: PostgresFollower
    ) throws -> Int32 {
        let language: Language = (arguments.language ?? configuration.centre.language) == .vi ? .vi : .en
        let renderer = Renderer(language)
        let found = try source.ask("list stranded events", query, [.text(configuration.centre.code)])
        var open = 0
        for index in found.rows.indices {
            let isSettled = found.text(index, 5) != nil
            if !isSettled { open += 1 }
            if isSettled && !arguments.isAll { continue }
            let at = Timestamp(nanoseconds: (found.integer(index, 2) ?? 0) * 1_000)
            let number = "\(found.text(index, 0) ?? "?")/\(found.text(index, 1) ?? "?")"
            let sentence = found.text(index, language == .vi ? 3 : 4) ?? ""
            Output.line("\(number)  \(renderer.dateAndClock(at))  \(sentence)")
            for conflict in conflicts(found, index, renderer) { Output.line("    ! \(conflict)") }
            if isSettled {
                let who = found.text(index, 6) ?? ""
                let how = SafeText.visible(found.text(index, 7) ?? "")
                Output.line(
                    "    " + renderer.say(vi: "đã xong: \(who): \(how)", en: "settled: \(who): \(how)"))
            }
        }
        Output.line(
            open == 0
                ? renderer.say(vi: "không còn việc nào chưa xong", en: "nothing is left to settle")
                : renderer.say(
                    vi:
                        "\(open) việc chưa xong; xong việc nào: dispatch115 stranded --settle LẦN/SỐ --how \"...\"",
                    en:
                        "\(open) to settle; when one is: dispatch115 stranded --settle EPOCH/EVENT --how \"...\""
                ))
        return 0
    }

    private static func conflicts(_ found: PostgresResult, _ row: Int, _ renderer: Renderer) -> [String] {
        var lines: [String] = []
        if let number = found.integer(row, 8), let sequence = found.integer(row, 9) {
            lines.append(
                renderer.say(
                    vi: "ca \(number) đã thay đổi ở máy mới (sự kiện \(sequence))",
                    en: "incident \(number) was changed by the new leader (event \(sequence))"))
        }
        if let number = found.integer(row, 10), let sequence = found.integer(row, 11) {
            lines.append(
                renderer.say(
                    vi: "xe \(number) đã thay đổi ở máy mới (sự kiện \(sequence))",
                    en: "unit \(number) was changed by the new leader (event \(sequence))"))
        }
        if let number = found.integer(row, 12), found.flag(row, 13) == true {
            lines.append(
                renderer.say(
                    vi: "cuộc c\(number) ở máy mới là việc khác hoặc đã thay đổi",
                    en: "call c\(number) is another one at the new leader, or was changed there"))
        }
        return lines
    }

    private static let query = """
        SELECT s.epoch, s.sequence, (extract(epoch FROM s.at) * 1000000)::bigint, s.vietnamese, s.english,
            s.settled_at, s.settled_by, s.settled_how,
            s.incident, (SELECT min(h.sequence) FROM dispatch.incident_history h WHERE h.centre = s.centre
                AND h.incident = s.incident AND h.sequence > s.parted_after),
            s.unit, (SELECT min(h.sequence) FROM dispatch.unit_history h WHERE h.centre = s.centre
                AND h.unit = s.unit AND h.sequence > s.parted_after),
            s.call, EXISTS (SELECT FROM dispatch.call c, dispatch.audit_event a WHERE c.centre = s.centre
                AND c.call = s.call AND a.centre = s.centre AND a.sequence = s.parted_after
                AND greatest(c.received_at, c.claimed_at, c.ended_at) > a.at)
        FROM private.stranded_event s WHERE s.centre = $1 ORDER BY s.epoch, s.sequence
        """

    // MARK: - Settling

    private static func settle(
        _ which: String, how: String?, _ configuration: Configuration, _ source: PostgresFollower
    ) throws -> Int32 {
        let parts = which.split(separator: "/").compactMap { Int64($0) }
        guard parts.count == 2, let how else {
            Output.error(
                "dispatch115: --settle \(which): accepted: --settle EPOCH/EVENT --how \"what was done\", such as "
                    + "--settle 3/170 --how \"crew phoned\"")
            return ArgumentsError.exitStatus
        }
        let city = try City.load(folder: configuration.folders.city)
        let people = try People.load(configuration, stations: Set(city.stations.map { Int32($0.number) }))
        let person = people.person(Account.ownUserID)
        guard person.roles.contains(.supervisor) else {
            Output.error("dispatch115: only a supervisor of people.csv may settle it")
            return 1
        }
        let result = try source.ask(
            "settle a stranded event",
            """
            UPDATE private.stranded_event SET settled_at = clock_timestamp(), settled_by = $4, settled_how = $5
            WHERE centre = $1 AND epoch = $2::bigint AND sequence = $3::bigint AND settled_at IS NULL
            """,
            [
                .text(configuration.centre.code), .integer(parts[0]), .integer(parts[1]),
                .text("\(person.name) (\(person.account), \(person.userID))"), .text(how),
            ])
        guard result.touched > 0 else {
            Output.error("dispatch115: there is no open stranded event \(which)")
            return 1
        }
        Output.line("settled: \(which)")
        return 0
    }
}

/// `dispatch115 set-aside`: puts a data folder away under another name, after what is only in it has been
/// listed, and makes a new one with the same keys and people, in which this machine can follow.
enum SetAsideCommand {
    static func run(_ configuration: Configuration) -> Int32 {
        do {
            let folder = configuration.folders.data
            guard Files.exists(folder + "/journal.db") else {
                Output.error("dispatch115: there is no journal in \(folder)")
                return 1
            }
            if LeaderFolder(folder).follows {
                Output.error("dispatch115: \(folder) is a standby's already: dispatch115 serve --standby")
                return 1
            }
            let (tail, _) = try StrandedTail.record(configuration)
            let before = LeaderFolder(folder)
            let ledUnder = max(try before.epoch(of: configuration.centre.code), try before.ledUnder())
            let clock = LocalTime(zoneOffsetSeconds: 0).dateAndClock(
                Timestamp(nanoseconds: WallClock.wallNanoseconds()))
            let stamp = String(clock.map { $0 == " " || $0 == ":" ? "-" : $0 })
            let away = "\(folder)-set-aside-\(stamp)"
            guard !Files.exists(away) else { throw ServiceError("\(away) is there already") }
            // Whole before it takes the place of the old one: a folder without the epoch under which this machine
            // has led could lead under it again.
            let new = "\(folder)-new-\(stamp)"
            try Files.makeFolder(new)
            try LeaderFolder(new).setLedUnder(ledUnder)
            for name in ["unit-keys", PeopleFile.name] where Files.exists("\(folder)/\(name)") {
                try Files.writeAtomically("\(new)/\(name)", Files.read("\(folder)/\(name)"), mode: 0o600)
            }
            try Files.rename(folder, to: away)
            try Files.rename(new, to: folder)
            Output.line("set aside: \(away)")
            if !tail.events.isEmpty {
                Output.line("\(tail.events.count) events are only there: dispatch115 stranded lists them")
            }
            Output.line("now: dispatch115 serve --standby")
            return 0
        } catch {
            Output.error("dispatch115: not set aside: \(error)")
            return 1
        }
    }
}
