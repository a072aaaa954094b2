// `dispatch115 journal verify|export`: the whole chain checked, or every event as a line of JSON. While the
// service lives it alone has the file open, so the rows come through its console socket; else from the file.
// No personal text leaves: what is encrypted in the journal is shown as sealed.

enum JournalCommand {
    /// Where rows come from.
    enum Source {
        case service(ConsoleLink)
        case file(Journal)
    }

    struct Failure: Error {
        let text: String
    }

    static func verify(_ arguments: Arguments.Journal, _ configuration: Configuration) -> Int32 {
        var head = JournalHead(sequence: 0, hash: JournalHead.genesis(centre: configuration.centre.code))
        let from = Int64(arguments.from ?? 1)
        var checked: Int64 = 0
        return run(arguments, configuration, from: from, previous: &head) { head, row in
            let next = head.following(row.body)
            guard row.sequence == next.sequence else {
                throw Failure(text: "BROKEN: after event \(head.sequence) comes \(row.sequence)")
            }
            guard row.hash == next.hash else {
                throw Failure(
                    text: "BROKEN at event \(row.sequence): its bytes are not those that were written")
            }
            head = next
            checked += 1
            if checked % 100_000 == 0 { Output.error("\(checked) events checked") }
        } end: { head in
            Output.line("sound: \(checked) events, \(from) to \(head.sequence)")
            Output.line("head \(head.sequence) \(head.hash.hexadecimal)")
        }
    }

    static func export(_ arguments: Arguments.Journal, _ configuration: Configuration) -> Int32 {
        var head = JournalHead(sequence: 0, hash: JournalHead.genesis(centre: configuration.centre.code))
        return run(arguments, configuration, from: Int64(arguments.from ?? 1), previous: &head) { head, row in
            do {
                let event = try row.body.withUnsafeBytes { (raw) throws(CodecError) in
                    try EventCodec.decode(raw, sequence: row.sequence, vault: HiddenTexts())
                }
                Output.line(EventExport.line(event, row.hash))
            } catch {
                throw Failure(text: "event \(row.sequence) cannot be read: \(error)")
            }
            head = JournalHead(sequence: row.sequence, hash: row.hash)
        } end: { _ in
        }
    }

    private static func run(
        _ arguments: Arguments.Journal, _ configuration: Configuration, from: Int64,
        previous head: inout JournalHead, _ body: (inout JournalHead, JournalRow) throws -> Void,
        end: (JournalHead) -> Void
    ) -> Int32 {
        do {
            let source = try open(arguments, configuration)
            if from > 1 {
                guard let row = try rows(source, from - 1, from - 1).first else {
                    throw Failure(text: "there is no event \(from - 1) to begin after")
                }
                head = JournalHead(sequence: row.sequence, hash: row.hash)
            }
            var next = from
            let last = Int64(arguments.to ?? Int.max)
            while next <= last {
                let page = try rows(source, next, last)
                if page.isEmpty { break }
                for row in page { try body(&head, row) }
                next = page[page.count - 1].sequence + 1
            }
            end(head)
            return 0
        } catch let failure as Failure {
            Output.error("dispatch115: \(failure.text)")
        } catch {
            Output.error("dispatch115: \(error)")
        }
        return 1
    }

    static func open(_ arguments: Arguments.Journal, _ configuration: Configuration) throws -> Source {
        if arguments.file == nil {
            // A socket without a living service behind it is no reason to give up.
            do { return .service(try ConsoleLink(configuration.consoleSocketPath)) } catch {}
        }
        let path = arguments.file ?? configuration.inDataFolder("journal.db")
        guard Files.exists(path) else { throw Failure(text: "there is no journal at \(path)") }
        return .file(try Journal(path: path, centre: configuration.centre.code))
    }

    static func rows(_ source: Source, _ from: Int64, _ to: Int64) throws -> [JournalRow] {
        switch source {
        case .file(let journal): return try journal.read(from...to)
        case .service(let link):
            let lines = try link.ask("JRNRAW \(from) \(min(to, from &+ Engine.rawRows - 1))")
            if lines == ["end"] { return [] }
            return try lines.map { line in
                let words = line.split(separator: " ")
                guard words.count == 3, let sequence = Int64(words[0]),
                    let hash = Hexadecimal.bytes(words[1]).flatMap({ Digest(bytes: $0) }),
                    let body = Hexadecimal.bytes(words[2])
                else {
                    throw Failure(text: "the service answered: \(line)")
                }
                return JournalRow(sequence: sequence, body: body, hash: hash)
            }
        }
    }
}

/// Leaves every text sealed.
final class HiddenTexts: TextVault {
    func seal(_ text: String, _ id: TextID) -> [UInt8]? { nil }
    func open(_ kept: UnsafeRawBufferPointer, _ id: TextID) throws(CodecError) -> String? { nil }
}
