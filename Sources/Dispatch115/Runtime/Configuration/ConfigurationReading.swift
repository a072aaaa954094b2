// From a file's bytes and the command line's settings to a checked `Configuration`, or to everything that
// is wrong with them. Defaults come first, then the file, then the settings in their order. A file that is
// no JSON5 gives its first error only: what follows a syntax error is guesswork. Cost: linear in the file;
// at most `ConfigurationError.maximumProblems` problems are looked for.

struct ConfigurationReading {
    typealias Origin = ConfigurationProblem.Origin

    private(set) var configuration = Configuration()
    private(set) var problems: [ConfigurationProblem] = []
    /// Where each key was given; looked up only.
    private var origins: [String: Origin] = [:]
    /// Keys with a problem of their own: not compared with others.
    private var refused: Set<String> = []

    private var isFull: Bool { problems.count >= ConfigurationError.maximumProblems }

    private mutating func report(_ origin: Origin, _ what: String, _ accepted: String) {
        if !isFull { problems.append(ConfigurationProblem(origin: origin, what: what, accepted: accepted)) }
    }

    mutating func report(_ problem: ConfigurationProblem) {
        if !isFull { problems.append(problem) }
    }

    // MARK: the file

    mutating func read(_ bytes: [UInt8], file: String) {
        let root: JSON5Value
        do {
            root = try JSON5Reader.read(bytes)
        } catch {
            return report(.file(file, error.place), error.what, "accepted: \(error.accepted)")
        }
        guard case .object(let members) = root.content else {
            return report(
                .file(file, root.place), "the file holds \(root.content.kind)",
                "accepted: an object: { \(Self.groups[0]): { ... } }")
        }
        read(members, within: "", file)
    }

    private mutating func read(_ members: [JSON5Member], within group: String, _ file: String) {
        for member in members {
            if isFull { return }
            let path = group.isEmpty ? member.name : "\(group).\(member.name)"
            let origin = Origin.file(file, member.place)
            if member.name.contains(".") {
                refuseUnknown(path, isGroup: false, hasPoint: true, origin)
            } else if let key = ConfigurationKey.named(path) {
                take(member.value.content, key, .file(file, member.value.place))
            } else if Self.groups.contains(path) {
                guard case .object(let inner) = member.value.content else {
                    report(
                        .file(file, member.value.place),
                        "\(path): \(member.value.content.shown) is no object",
                        "accepted: an object with the keys \(Self.names(in: path))")
                    continue
                }
                read(inner, within: path, file)
            } else {
                var isGroup = false
                if case .object = member.value.content { isGroup = true }
                refuseUnknown(path, isGroup: isGroup, hasPoint: false, origin)
            }
        }
    }

    private mutating func take(_ value: JSON5Value.Content, _ key: ConfigurationKey, _ origin: Origin) {
        origins[key.path] = origin
        if case .destinations = key.type, case .file(let file, let place) = origin {
            var reading = DestinationReading()
            reading.read(value, place)
            for problem in reading.problems {
                refused.insert(key.path)
                report(
                    .file(file, problem.place), "\(key.path): \(problem.what)",
                    "accepted: \(problem.accepted)")
            }
            if !reading.problems.isEmpty { return }
        }
        if let wrong = key.type.take(value, into: &configuration) {
            refuse(key, wrong, origin)
        } else {
            refused.remove(key.path)
        }
    }

    private mutating func refuse(_ key: ConfigurationKey, _ wrong: String, _ origin: Origin) {
        refused.insert(key.path)
        report(origin, "\(key.path): \(wrong)", "accepted: \(key.type.accepted)")
    }

    private mutating func refuseUnknown(_ path: String, isGroup: Bool, hasPoint: Bool, _ origin: Origin) {
        let names = isGroup ? Self.groups : ConfigurationKey.all.map(\.path)
        let nearest = NearestName.ofPath(path, among: names) ?? ""
        let shown = JSON5Text.quoted(path)
        guard hasPoint else { return report(origin, "unknown key \(shown)", "nearest valid key: \(nearest)") }
        let nested = nearest.split(separator: ".").joined(separator: ": { ")
        let closing = String(repeating: " }", count: nearest.split(separator: ".").count - 1)
        report(
            origin, "unknown key \(shown): a name in the file has no point",
            "nearest valid key: \(nearest), written \(nested): ...\(closing)")
    }

    // MARK: the command line

    mutating func apply(_ setting: ConfigurationOverride) {
        let origin = Origin.commandLine(setting.words)
        guard let key = ConfigurationKey.named(setting.path) else {
            let nearest = NearestName.ofPath(setting.path, among: ConfigurationKey.all.map(\.path)) ?? ""
            return report(
                origin, "unknown key \(JSON5Text.quoted(setting.path))", "nearest valid key: \(nearest)")
        }
        if key.type.wantsText { return take(.text(setting.text), key, origin) }
        do {
            take(try JSON5Reader.read(text: setting.text).content, key, origin)
        } catch {
            refuse(key, "\(JSON5Text.quoted(setting.text)) is no number", origin)
        }
    }

    // MARK: keys against each other

    mutating func checkTogether() {
        checkResults()
        for order in ConfigurationOrder.all {
            guard !refused.contains(order.smaller), !refused.contains(order.greater),
                let smaller = ConfigurationKey.named(order.smaller)?.type.number(in: configuration),
                let greater = ConfigurationKey.named(order.greater)?.type.number(in: configuration),
                smaller > greater, let origin = laterOrigin(order.smaller, order.greater)
            else { continue }
            report(
                origin,
                "\(order.smaller) is \(ConfigurationType.plain(smaller)) and \(order.greater) is "
                    + ConfigurationType.plain(greater),
                "the first may not be above the second: \(order.why)")
        }
        // sockaddr_un has 108 bytes, the last of them zero: unix(7).
        for (name, path, key) in [
            ("console's", configuration.consoleSocketPath, "console.socket"),
            ("call feed's", configuration.callSocketPath, "calls.socket"),
        ] {
            let socketBytes = path.utf8.count
            if socketBytes > 107, let origin = laterOrigin(key, "folders.data") {
                report(
                    origin, "the path of the \(name) socket has \(socketBytes) bytes",
                    "accepted: at most 107 bytes, set \(key) to a shorter path")
            }
        }
    }

    /// What the results are told together.
    private mutating func checkResults() {
        if configuration.results.choice == .none, configuration.journal.waitsForResults,
            let origin = laterOrigin("results.kind", "journal.durability")
        {
            report(
                origin, "journal.durability is \"both\" and results.kind is \"none\"",
                "accepted: results of kind \"sqlite\" or \"postgresql\", or a durability of \"journal\"")
        }
        if configuration.results.choice != .postgresql, !configuration.results.database.isEmpty,
            let origin = laterOrigin("results.database", "results.kind")
        {
            report(
                origin,
                "results.database names a database and results.kind is "
                    + JSON5Text.quoted(configuration.results.kind),
                "accepted: a database with results.kind \"postgresql\" only")
        }
    }

    /// Of two keys the one that was given last: the line to look at. Nil where both are defaults.
    private func laterOrigin(_ one: String, _ other: String) -> Origin? {
        switch (origins[one], origins[other]) {
        case (nil, let only), (let only, nil): return only
        case (.file(_, let first)?, .file(_, let second)?):
            return first < second ? origins[other] : origins[one]
        case (.commandLine?, _): return origins[one]
        case (_, _): return origins[other]
        }
    }

    /// Every object that the file may hold, in the table's order: `console`,
    /// `incidents.unassignedAlertSeconds`.
    static let groups: [String] = {
        var groups: [String] = []
        for key in ConfigurationKey.all {
            let names = key.path.split(separator: ".").dropLast()
            for count in names.indices {
                let group = names[...count].joined(separator: ".")
                if !groups.contains(group) { groups.append(group) }
            }
        }
        return groups
    }()

    /// What stands directly in a group.
    private static func names(in group: String) -> String {
        var names: [String] = []
        for path in ConfigurationKey.all.map(\.path) where path.hasPrefix(group + ".") {
            let name = String(path.dropFirst(group.count + 1).prefix { $0 != "." })
            if !names.contains(name) { names.append(name) }
        }
        return names.joined(separator: ", ")
    }
}

extension ConfigurationType {
    /// The value as a number; nil where it is none.
    func number(in configuration: Configuration) -> Double? {
        switch self {
        case .whole(let slot, _, _): Double(configuration[keyPath: slot])
        case .number(let slot, _, _): configuration[keyPath: slot]
        case .code, .text, .path, .address, .group, .accounts, .mode, .language, .times, .choice,
            .connection, .digits, .destinations:
            nil
        }
    }
}
