// The triage cards from the disk. A file with a slip is refused whole, with every slip and its place: a
// centre does not start on half a card.

/// Why the cards cannot be used.
struct TriageFileError: Error, CustomStringConvertible {
    static let mostShown = 20

    /// One line a slip: `file:line:column: path: what; accepted: ...`.
    let lines: [String]

    var description: String {
        let more = lines.count - TriageFileError.mostShown
        return (lines.prefix(TriageFileError.mostShown) + (more > 0 ? ["(and \(more) more)"] : []))
            .joined(separator: "\n")
    }
}

extension TriageDesk {
    static func load(_ path: String) throws(TriageFileError) -> TriageDesk {
        let bytes: [UInt8]
        do { bytes = try Files.read(path, limit: JSON5Limits().maximumBytes) } catch {
            throw TriageFileError(lines: [
                "triage.cards: \(error); expected the file of triage cards, such as cards/triage.json5"
            ])
        }
        return try read(bytes, file: path)
    }

    /// The same from bytes; `file` is the name for messages.
    static func read(_ bytes: [UInt8], file: String) throws(TriageFileError) -> TriageDesk {
        let value: JSON5Value
        do { value = try JSON5Reader.read(bytes) } catch {
            throw TriageFileError(lines: ["\(file):\(error)"])
        }
        var reader = TriageFileReader(value)
        let cards = reader.read()
        var problems = reader.problems
        if problems.isEmpty, let cards { problems = cards.problems() }
        guard problems.isEmpty, let cards else {
            throw TriageFileError(
                lines: problems.map { problem in
                    let place = TriagePath.place(problem.path, in: value)
                    return "\(file):\(place.line):\(place.column): \(problem.path): \(problem.what); "
                        + "accepted: \(problem.accepted)"
                })
        }
        return TriageDesk(cards)
    }
}

/// Paths such as `cards.chest.raise[0].to` in a file.
enum TriagePath {
    /// Where the path stands, or the last part of it that is there.
    static func place(_ path: String, in value: JSON5Value) -> JSON5Place {
        var current = value
        var place = value.place
        for part in path.split(separator: ".") {
            let name = part.prefix { $0 != "[" }
            if !name.isEmpty {
                guard case .object(let members) = current.content,
                    let member = members.first(where: { $0.name == name })
                else { return place }
                place = member.place
                current = member.value
            }
            for index in part.dropFirst(name.count).split(whereSeparator: { $0 == "[" || $0 == "]" }) {
                guard case .array(let items) = current.content, let number = Int(index),
                    items.indices.contains(number)
                else { return place }
                current = items[number]
                place = current.place
            }
        }
        return place
    }
}
