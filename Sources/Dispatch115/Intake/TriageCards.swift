// The triage cards as values: questions, rules, cards, instructions. Read from one file that people edit
// (docs/TRIAGE.md); nothing of medicine stands in the code. Things name each other by their place in these
// lists; whoever makes the value has looked the names up, and `problems()` says what is wrong with it.
// Plain data: no file, no clock.

/// What a person reads, in both languages.
struct TriageText: Equatable, Sendable {
    var vi: String
    var en: String
}

/// Words that a person may type, per language; matched without accents and spaces.
struct TriageWordList: Equatable, Sendable {
    var vi: [String] = []
    var en: [String] = []

    var all: [String] { vi + en }
}

struct TriageQuestion: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// `unsureIsBad`: "?" counts as the bad answer.
        case yesNo(bad: TriageAnswer, unsureIsBad: Bool)
        case number(ClosedRange<Int32>)
        /// In whole years.
        case age(ClosedRange<Int32>)
        /// What happened: which card.
        case card
    }

    var id: String
    /// Read aloud.
    var ask: TriageText
    /// One word of each language, typed as `name=answer`.
    var name: TriageText
    /// Other such names.
    var also: [String] = []
    /// Words that give the bad answer by themselves.
    var said = TriageWordList()
    var kind: Kind
}

/// What must hold of one answer.
struct TriageCondition: Equatable, Sendable {
    enum Test: Equatable, Sendable {
        case yes, no
        case within(ClosedRange<Int32>)
    }

    /// Index of the question.
    var question: Int
    var test: Test
}

/// What a rule or a card wants on scene, on top of others.
struct TriageNeed: Equatable, Sendable {
    var skills: Skills = []
    var equipment: Equipment = []
    var units: UInt8 = 1

    mutating func add(_ other: TriageNeed) {
        skills.formUnion(other.skills)
        equipment.formUnion(other.equipment)
        units = max(units, other.units)
    }

    /// Whether it wants nothing that the other does not.
    func isCovered(by other: TriageNeed) -> Bool {
        skills.isSubset(of: other.skills) && equipment.isSubset(of: other.equipment)
            && units <= other.units
    }
}

/// What a rule or a card wants of the hospital, on top of others.
struct TriageHospital: Equatable, Sendable {
    var capabilities: HospitalCapabilities = []
    /// Too unstable to be driven past an emergency department.
    var isNearest = false

    mutating func add(_ other: TriageHospital) {
        capabilities.formUnion(other.capabilities)
        isNearest = isNearest || other.isNearest
    }

    /// Whether it wants nothing that the other does not.
    func isCovered(by other: TriageHospital) -> Bool {
        capabilities.isSubset(of: other.capabilities) && (!isNearest || other.isNearest)
    }
}

struct TriageRule: Equatable, Sendable {
    /// All of them.
    var when: [TriageCondition]
    /// Nil where it changes no priority.
    var to: Priority?
    var why: TriageText
    var need = TriageNeed()
    var hospital = TriageHospital()
    /// Index of an instruction that counts before the card's.
    var say: Int?
    /// What the desk itself must do.
    var tell: TriageText?
    /// Indices of cards on which it does not count.
    var except: [Int] = []
}

struct TriageCard: Equatable, Sendable {
    var id: String
    var title: TriageText
    var said = TriageWordList()
    /// Answers that come with the card where nobody has given others.
    var implies: [TriageCondition] = []
    var start: Priority
    /// Why it starts there.
    var why: TriageText
    /// Whether a vehicle goes as soon as the opening questions are answered.
    var goes = false
    var need = TriageNeed()
    var hospital = TriageHospital()
    /// Indices of the questions after the opening ones, in their order.
    var ask: [Int] = []
    var raise: [TriageRule] = []
    var lower: [TriageRule] = []
    /// Index of its instruction.
    var say: Int
}

struct TriageStep: Equatable, Sendable {
    enum Target: Equatable, Sendable {
        /// Index of a step of the same instruction.
        case step(Int)
        /// Index of an instruction.
        case instruction(Int)
    }

    struct Branch: Equatable, Sendable {
        var text: TriageText
        var to: Target
    }

    var text: TriageText
    var branches: [Branch] = []
    /// Where it goes on when done; nil: the next step.
    var then: Target?
}

struct TriageInstruction: Equatable, Sendable {
    /// A card's own instruction has the card's.
    var id: String
    var title: TriageText
    /// Empty where they are the card's own.
    var said = TriageWordList()
    var steps: [TriageStep]
}

/// The whole file.
struct TriageCards: Equatable, Sendable {
    /// The opening questions, in this order, are the first of `questions`.
    static let openingIDs = ["conscious", "breathing", "what"]
    static let conscious = 0
    static let breathing = 1
    static let what = 2
    static let openingCount = 3
    /// The card that counts while nobody has said what happened.
    static let unclearID = "unclear"
    /// Instructions that must be there, for those who do not breathe.
    static let pulseless = ["cpr", "cprChild", "cprInfant"]

    var version: String
    /// Who approved them and when; empty: nobody has.
    var approvedBy: String
    var questions: [TriageQuestion]
    var always: [TriageRule]
    var cards: [TriageCard]
    var instructions: [TriageInstruction]
    /// Index of the instruction that ends every other one.
    var after: Int
    /// Index of the card `unclear`.
    var unclear: Int

    var isApproved: Bool { !approvedBy.isEmpty }

    /// "2026-11-23.1" as 202611230001; 0 where the version has another form.
    var versionNumber: Int64 {
        let parts = version.split(separator: ".")
        guard parts.count == 2, let day = Int64(parts[0].filter { $0 != "-" }), let number = Int64(parts[1]),
            (0...99_999_999).contains(day), (0...9_999).contains(number)
        else { return 0 }
        return day * 10_000 + number
    }
}
