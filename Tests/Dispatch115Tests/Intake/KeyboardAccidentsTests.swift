import Testing

@testable import Dispatch115

@Suite struct KeyboardAccidentsTests {
    private func parsed(_ line: String) -> Result<Request, LineError> {
        LineParser().parse(line, now: Timestamp(nanoseconds: 1)).request
    }

    @Test func telexGoesBackToTheKeys() {
        let rows: [(String, String)] = [
            ("ả", "AR"), ("ố", "OOS"), ("á", "AS"), ("ó", "OS"), ("đ", "DD"), ("statú", "STATUS"),
            ("státu", "STATUS"),
            ("viáo", "VISAO"), ("víao", "VISAO"), ("tỉnhtang", "TINHTRANG"), ("ưhy", "WHY"), ("ò", "OF"),
            ("A\u{309}", "AR"),
        ]
        for (turned, meant) in rows {
            #expect(KeyboardAccidents.readings(of: turned, .telex).contains(meant), "\(turned)")
        }
        #expect(KeyboardAccidents.readings(of: "plain", .telex).isEmpty)
        #expect(KeyboardAccidents.readings(of: String(repeating: "ố", count: 13), .telex).isEmpty)
        #expect(KeyboardAccidents.readings(of: "ốốốố", .telex).isEmpty)
    }

    @Test func vniGoesBackToTheKeys() {
        for (turned, meant) in [("ố", "O61"), ("đ", "D9"), ("í", "I1"), ("ử", "U73"), ("ắ", "A81")] {
            #expect(KeyboardAccidents.readings(of: turned, .vni).contains(meant), "\(turned)")
        }
    }

    @Test func turnedVerbsAreUnderstoodOrAnsweredWithTheRightOne() {
        #expect(parsed("ả 12") == .success(.step(.onScene, unit: 12, at: nil, hospital: nil)))
        #expect(parsed("Ả 12") == .success(.step(.onScene, unit: 12, at: nil, hospital: nil)))
        #expect(parsed("ưhy 15") == .success(.why(sequence: 15)))
        #expect(parsed("statú") == .success(.status))
        #expect(
            parsed("ố 12 an com")
                == .failure(.unexpected("com", .outOfService, column: 9)))
        #expect(
            parsed("ố 12 ancom")
                == .success(.duty(.outOfService(unit: 12, .meal, until: nil, note: ""))))
        #expect(parsed("ó 12") == .failure(.ambiguousOS(column: 1)))
        #expect(parsed("á 12") == .success(.duty(.whereabouts(unit: 12, .atStation))))
        // "dd" is no verb: refused with those of one slip, done by none of them.
        #expect(parsed("đ 12") == .failure(.unknownVerb("đ", column: 1, nearest: ["N", "HD", "LD", "Q"])))
    }

    /// Whatever Telex or VNI makes of a verb is that verb, or refused; never another one.
    @Test func noVerbTurnsIntoAnother() {
        var turnedCount = 0
        for spec in CommandTable.rows {
            for name in [spec.english, spec.vietnamese] {
                for turned in TelexKeyboard.typed(name) where turned != name.lowercased() {
                    turnedCount += 1
                    let line = CommandTable.spec(spec.verb).examples[0].en.split(separator: " ").dropFirst()
                    let request = parsed(([turned] + line.map(String.init)).joined(separator: " "))
                    let meant = parsed(([name] + line.map(String.init)).joined(separator: " "))
                    if case .success = request { #expect(request == meant, "\(name) turned into \(turned)") }
                }
            }
        }
        #expect(turnedCount >= 5)
    }
}

/// A Telex keyboard, simple: marks are set on the last vowel before the key, and, as some do, on the first.
private enum TelexKeyboard {
    static func typed(_ word: String) -> [String] {
        [type(word, onFirst: false), type(word, onFirst: true)]
    }

    private static func type(_ word: String, onFirst: Bool) -> String {
        var out: [Unicode.Scalar] = []
        let tones: [Unicode.Scalar: Unicode.Scalar] = [
            "s": "\u{301}", "f": "\u{300}", "r": "\u{309}", "x": "\u{303}", "j": "\u{323}",
        ]
        for key in word.lowercased().unicodeScalars {
            let vowels = out.indices.filter { "aeiouy".unicodeScalars.contains(out[$0]) }
            let vowel = onFirst ? vowels.first : vowels.last
            if let mark = tones[key], let vowel {
                out.insert(mark, at: vowel + 1)
            } else if key == "w" {
                if let vowel { out.insert("\u{31B}", at: vowel + 1) } else { out += ["u", "\u{31B}"] }
            } else if let last = out.last, last == key, "aeo".unicodeScalars.contains(key) {
                out.append("\u{302}")
            } else if let last = out.last, last == key, key == "d" {
                out[out.count - 1] = "đ"
            } else {
                out.append(key)
            }
        }
        return String(String.UnicodeScalarView(out))
    }
}
