// `publishing.destinations`: a list of objects, each checked key by key; every slip is reported with its place and
// with what would be accepted. Opens no file: whether a secret can be read is looked at when the service starts.

struct DestinationReading {
    struct Problem: Equatable {
        var place: JSON5Place
        var what: String
        var accepted: String
    }

    static let maximumDestinations = 16
    static let accepted =
        "a list of at most \(maximumDestinations) objects { name, kind: \"fhir\", \"have\" or \"folder\", url, "
        + "module: \"ehr\" or \"telehealth\", style, authentication, timeoutSeconds, silenceSeconds, atOnce, "
        + "retryMostSeconds, awayAlertSeconds, pollSeconds }"

    private(set) var destinations: [PublishingDestination] = []
    private(set) var problems: [Problem] = []

    mutating func read(_ value: JSON5Value.Content, _ place: JSON5Place) {
        guard case .array(let values) = value else {
            return refuse(place, "\(value.shown) is no list", Self.accepted)
        }
        guard values.count <= Self.maximumDestinations else {
            return refuse(place, "\(values.count) destinations", "at most \(Self.maximumDestinations)")
        }
        for value in values { read(value) }
    }

    private mutating func refuse(_ place: JSON5Place, _ what: String, _ accepted: String) {
        problems.append(Problem(place: place, what: what, accepted: accepted))
    }

    private static let keys = [
        "name", "kind", "url", "module", "style", "authentication", "timeoutSeconds", "silenceSeconds",
        "atOnce", "retryMostSeconds", "awayAlertSeconds", "pollSeconds",
    ]

    private mutating func read(_ value: JSON5Value) {
        guard case .object(let members) = value.content else {
            return refuse(value.place, "\(value.content.shown) is no object", Self.accepted)
        }
        let before = problems.count
        check(members, Self.keys, "a destination")
        let name = text(value, "name", "2 to 32 of a-z, 0-9 and -, unlike the others") ?? ""
        if let place = value["name"]?.place, problems.count == before || !name.isEmpty {
            if !Self.isName(name) {
                refuse(place, "name: \(JSON5Text.quoted(name)) is no name", "2 to 32 of a-z, 0-9 and -")
            } else if destinations.contains(where: { $0.name == name }) {
                refuse(place, "name: \(JSON5Text.quoted(name)) is given twice", "a name of its own for each")
            }
        }
        let kind = word(value, "kind", PublishingDestination.Kind.self)
        let module = word(value, "module", PublishingDestination.Module.self)
        let url = text(value, "url", "an http or https URL, or a folder's path") ?? ""
        guard let kind, let module else { return }
        if let place = value["url"]?.place { check(url, kind, place) }
        var made = PublishingDestination(name: name, kind: kind, url: url, module: module)
        if let style = value["style"] {
            if kind != .fhir {
                refuse(
                    style.place, "style: of no use for kind \"\(kind.rawValue)\"", "style with kind \"fhir\"")
            } else if let found = word(value, "style", PublishingDestination.Style.self) {
                made.style = found
            }
        }
        if let how = value["authentication"] {
            if kind == .folder {
                refuse(how.place, "authentication: of no use for a folder", "none given")
            } else if let found = authentication(how) {
                made.authentication = found
            }
        }
        number(value, "timeoutSeconds", 1...120, &made.timeoutSeconds)
        number(value, "silenceSeconds", 1...120, &made.silenceSeconds)
        number(value, "atOnce", 1...32, &made.atOnce)
        number(value, "retryMostSeconds", 1...3600, &made.retryMostSeconds)
        number(value, "awayAlertSeconds", 5...86_400, &made.awayAlertSeconds)
        number(value, "pollSeconds", 1...3600, &made.pollSeconds)
        if problems.count == before { destinations.append(made) }
    }

    static func isName(_ name: String) -> Bool {
        (2...32).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            } && name.utf8.first != 0x2D && !name.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private mutating func check(_ url: String, _ kind: PublishingDestination.Kind, _ place: JSON5Place) {
        guard kind != .folder else {
            if url.isEmpty || url.utf8.contains(0) {
                refuse(place, "url: \(JSON5Text.quoted(url)) is no path", "the path of a folder")
            }
            return
        }
        if let wrong = Self.flaw(ofURL: url) {
            refuse(
                place, "url: \(JSON5Text.quoted(url)) \(wrong)",
                "such as \"https://ehr.example.vn/fhir\", without user, query and fragment")
        }
    }

    /// What is wrong with an address of a server; nil where nothing is.
    static func flaw(ofURL url: String) -> String? {
        guard url.hasPrefix("https://") || url.hasPrefix("http://"),
            let start = url.firstRange(of: "//")?.upperBound
        else { return "begins with neither http:// nor https://" }
        let rest = url[start...]
        let host = rest.prefix { $0 != "/" }
        if host.contains("@") { return "holds a user or a password" }
        if host.isEmpty || host.hasPrefix(":") { return "names no host" }
        if url.contains("?") || url.contains("#") { return "holds a query or a fragment" }
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), url.utf8.count <= 500 else {
            return "holds what stands in no URL, or too much"
        }
        guard !url.utf8.contains(where: { Array("\"<>\\^`{|}".utf8).contains($0) }) else {
            return "holds what stands in no URL"
        }
        return nil
    }

    // MARK: - Authentication

    private mutating func authentication(_ value: JSON5Value) -> PublishingDestination.Authentication? {
        if case .text("none") = value.content { return PublishingDestination.Authentication.none }
        let accepted =
            "\"none\", { kind: \"bearer\", tokenFile }, { kind: \"hmac\", keyFile }, { kind: \"smart\", tokenURL, "
            + "clientID, keyFile } or { kind: \"headers\", headers: [{ name, file }] }"
        guard case .object(let members) = value.content else {
            refuse(value.place, "authentication: \(value.content.shown) is none that is known", accepted)
            return nil
        }
        switch value["kind"]?.text {
        case "none":
            check(members, ["kind"], "authentication")
            return PublishingDestination.Authentication.none
        case "bearer":
            check(members, ["kind", "tokenFile"], "authentication")
            return path(value, "tokenFile").map { .bearer(tokenFile: $0) }
        case "hmac":
            check(members, ["kind", "keyFile"], "authentication")
            return path(value, "keyFile").map { .hmac(keyFile: $0) }
        case "smart":
            check(members, ["kind", "tokenURL", "clientID", "keyFile"], "authentication")
            let url = text(value, "tokenURL", "an https URL")
            let client = text(value, "clientID", "the name under which the server knows us")
            let file = path(value, "keyFile")
            guard let url, let client, let file else { return nil }
            if let wrong = Self.flaw(ofURL: url), let place = value["tokenURL"]?.place {
                refuse(place, "tokenURL: \(JSON5Text.quoted(url)) \(wrong)", "an https URL")
                return nil
            }
            return .smart(tokenURL: url, clientID: client, keyFile: file)
        case "headers":
            check(members, ["kind", "headers"], "authentication")
            return headers(value)
        default:
            refuse(value.place, "authentication: no kind that is known", accepted)
            return nil
        }
    }

    private mutating func headers(_ value: JSON5Value) -> PublishingDestination.Authentication? {
        guard let list = value["headers"]?.list, (1...8).contains(list.count) else {
            refuse(value.place, "headers: no list", "one to eight objects { name, file }")
            return nil
        }
        var headers: [PublishingHeader] = []
        for entry in list {
            let name = text(entry, "name", "a header's name such as AccessKey")
            let file = path(entry, "file")
            guard let name, let file else { return nil }
            let isToken = name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                    || $0 == 0x2D
            }
            guard isToken, name.utf8.count <= 64 else {
                refuse(entry.place, "name: \(JSON5Text.quoted(name)) is no header", "letters, digits and -")
                return nil
            }
            headers.append(PublishingHeader(name: name, file: file))
        }
        return .headers(headers)
    }

    // MARK: - Members

    private mutating func check(_ members: [JSON5Member], _ known: [String], _ of: String) {
        for member in members where !known.contains(member.name) {
            let nearest = NearestName.of(member.name, among: known) ?? ""
            refuse(
                member.place, "\(of) has no key \(JSON5Text.quoted(member.name))",
                "nearest valid key: \(nearest)")
        }
    }

    private mutating func text(_ value: JSON5Value, _ name: String, _ accepted: String) -> String? {
        guard let found = value[name] else {
            refuse(value.place, "no \(name)", accepted)
            return nil
        }
        guard case .text(let text) = found.content, !text.isEmpty else {
            refuse(found.place, "\(name): \(found.content.shown) is no text", accepted)
            return nil
        }
        return text
    }

    private mutating func path(_ value: JSON5Value, _ name: String) -> String? {
        guard let path = text(value, name, "the path of a file of mode 0600") else { return nil }
        guard path.utf8.count <= ConfigurationType.maximumPathBytes, !path.utf8.contains(0) else {
            refuse(value.place, "\(name): no path", "the path of a file of mode 0600")
            return nil
        }
        return path
    }

    private mutating func word<Word: RawRepresentable & CaseIterable>(
        _ value: JSON5Value, _ name: String, _ type: Word.Type
    ) -> Word? where Word.RawValue == String {
        let accepted = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
        guard let text = text(value, name, accepted) else { return nil }
        guard let word = Word(rawValue: text) else {
            refuse(value[name]?.place ?? value.place, "\(name): \(JSON5Text.quoted(text))", accepted)
            return nil
        }
        return word
    }

    private mutating func number(
        _ value: JSON5Value, _ name: String, _ range: ClosedRange<Int>, _ slot: inout Int
    ) {
        guard let found = value[name] else { return }
        guard case .whole(let number) = found.content, range.contains(number) else {
            return refuse(
                found.place, "\(name): \(found.content.shown)",
                "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        slot = number
    }
}
