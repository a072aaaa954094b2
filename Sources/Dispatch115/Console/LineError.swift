/// What was wrong with a line. Columns count characters from 1, after the client id.
enum LineError: Error, Equatable, Sendable {
    /// More bytes than `limit` before the end of the line; the rest of the line was skipped.
    case tooLong(limit: Int)
    /// The byte at this position (from 1) is no UTF-8.
    case notUTF8(byte: Int)
    /// A character that would act on a terminal or turn the reading direction.
    case controlCharacter(UInt32, column: Int)
    /// 1 to 64 visible ASCII characters follow `#`.
    case badClientID
    case unknownVerb(String, column: Int, nearest: [String])
    /// A word of a former version: the verb of today.
    case renamedVerb(String, Verb, column: Int)
    /// `OS`: on scene to some, out of service to others.
    case ambiguousOS(column: Int)
    case missing(ArgumentKind, Verb, column: Int)
    case unexpected(String, Verb, column: Int)
    case badValue(String, ArgumentKind, Verb, column: Int)
    case givenTwice(ArgumentKind, Verb, column: Int)

    /// Where; nil where it is the line as a whole.
    var column: Int? {
        switch self {
        case .tooLong, .notUTF8, .badClientID: nil
        case .controlCharacter(_, let column), .unknownVerb(_, let column, _),
            .renamedVerb(_, _, let column), .ambiguousOS(let column), .missing(_, _, let column),
            .unexpected(_, _, let column),
            .badValue(_, _, _, let column), .givenTwice(_, _, let column):
            column
        }
    }
}
