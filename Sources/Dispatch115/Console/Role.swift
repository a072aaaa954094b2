// What somebody may be at the desk. What a role may do stands in `AccessTable` alone.

/// A role. The first five are given by people.csv, under the words of `word`; the last two follow from the
/// account alone.
enum Role: UInt8, CaseIterable, Sendable {
    case callTaker, dispatcher, supervisor, auditor, station
    /// The account that the service runs under, and the machine's superuser, who may become it.
    case service
    /// An account that people.csv does not name.
    case stranger

    /// Those that people.csv can give.
    static let given: [Role] = [.callTaker, .dispatcher, .supervisor, .auditor, .station]

    /// As people.csv spells it.
    var word: String {
        switch self {
        case .callTaker: "call-taker"
        case .dispatcher: "dispatcher"
        case .supervisor: "supervisor"
        case .auditor: "auditor"
        case .station: "station"
        case .service: "service"
        case .stranger: "stranger"
        }
    }

    var phrase: Phrase {
        switch self {
        case .callTaker: Phrase(vi: "tổng đài viên", en: "call-taker")
        case .dispatcher: Phrase(vi: "điều phối viên", en: "dispatcher")
        case .supervisor: Phrase(vi: "trưởng ca", en: "supervisor")
        case .auditor: Phrase(vi: "kiểm tra viên", en: "auditor")
        case .station: Phrase(vi: "trạm vệ tinh", en: "station")
        case .service: Phrase(vi: "tài khoản của dịch vụ", en: "the service's own account")
        case .stranger: Phrase(vi: "người lạ", en: "stranger")
        }
    }
}

/// Some roles.
struct RoleSet: OptionSet, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }
    init(_ role: Role) { rawValue = 1 << role.rawValue }

    static let callTaker = RoleSet(.callTaker)
    static let dispatcher = RoleSet(.dispatcher)
    static let supervisor = RoleSet(.supervisor)
    static let auditor = RoleSet(.auditor)
    static let station = RoleSet(.station)
    static let service = RoleSet(.service)
    static let stranger = RoleSet(.stranger)

    func contains(_ role: Role) -> Bool { contains(RoleSet(role)) }

    /// In the order of `Role`.
    var inOrder: [Role] { Role.allCases.filter(contains) }
}
