import Testing

@testable import Dispatch115

/// Every verb times every wrong argument, in both languages: one clear refusal each.
@Suite struct WrongLinesTests {
    static let longestRefusal = 6

    /// What holds for every refusal: one, short, nothing that acts on a terminal, nothing that poses as an alert.
    static func flaws(_ reply: String) -> [String] {
        var flaws: [String] = []
        let lines = reply.split(separator: "\n", omittingEmptySubsequences: false)
        let heads = lines.filter { line in
            ["REFUSED", "TỪ CHỐI", "NOT DONE", "KHÔNG LÀM"].contains { line.hasPrefix($0) }
        }
        if heads.count != 1 { flaws.append("\(heads.count) refusals") }
        if lines.first != heads.first { flaws.append("does not begin with its refusal") }
        if lines.count > longestRefusal { flaws.append("\(lines.count) lines") }
        for line in lines {
            if SafeText.width(line) > 80 { flaws.append("\(SafeText.width(line)) columns") }
            if line.hasPrefix("!") { flaws.append("poses as an alert") }
            if line.allSatisfy({ $0 == " " }) { flaws.append("an empty line") }
        }
        if reply.unicodeScalars.contains(where: { SafeText.isDangerous($0) && $0 != "\n" }) {
            flaws.append("a dangerous character")
        }
        return flaws
    }

    @Test func everyVerbTimesEveryWrongArgument() {
        let parser = LineParser()
        let now = Timestamp(nanoseconds: 1_795_330_800_000_000_000)
        var refused = 0
        var accepted = 0
        for line in WrongLines.all {
            switch parser.parse(line.text, now: now).request {
            case .failure(let error):
                refused += 1
                for language in Language.allCases {
                    let flaws = Self.flaws(Renderer(language).refused(error))
                    #expect(
                        flaws.isEmpty,
                        "\(line.what): \(line.text.prefix(80)): \(flaws): \(Renderer(language).refused(error))"
                    )
                }
            case .success(let request):
                accepted += 1
                #expect(!line.mustFail, "\(line.what): \(line.text.prefix(80)) -> \(request)")
                // A repeated or mangled verb that is understood, or a word that one of the row's readers takes.
                let isFree = line.spec.arguments.contains {
                    $0.placement == .rest || $0.placement == .afterSemicolon
                }
                let isTaken = line.text.split(separator: " ").dropFirst().contains { word in
                    line.spec.arguments.contains { ArgumentReader.read(word, $0.kind) != nil }
                }
                #expect(
                    isFree || isTaken || line.what.hasPrefix("missing"),
                    "\(line.what): \(line.text) -> \(request)")
            }
        }
        let all = WrongLines.all.count
        print("\(all) wrong lines of \(CommandTable.rows.count) verbs: \(refused) refused, \(accepted) read")
        // Free text takes most junk; everything else takes nearly none.
        #expect(refused > 40 * CommandTable.rows.count && refused > accepted)
    }

    /// Numbers that do not fit the row's readers are refused where no free text could take them.
    @Test func junkIsNoNumber() {
        for kind in [
            ArgumentKind.incident, .unit, .units, .hospital, .alerts, .priority, .language,
        ] {
            for word in WrongLines.junk {
                #expect(ArgumentReader.read(word[...], kind) == nil, "\(kind) takes \(word)")
            }
        }
    }
}
