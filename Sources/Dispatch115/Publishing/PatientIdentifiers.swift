// Which numbers of a patient can be what they are said to be. A number that cannot is not sent: a wrong identifier
// finds a wrong person. Says nothing about whether a number was ever given out.

/// The citizen's number (CCCD): three digits of the birthplace, one of century and sex, two of the birth year, six.
public struct NationalID: Equatable, Sendable {
    public let digits: String
    public let birthYear: Int32
    public let sex: PatientFace.Sex

    /// Nil for anything that is no such number. Blanks, dots and hyphens between digits are passed over.
    public init?(_ text: String) {
        guard let digits = PatientIdentifiers.joined(text), digits.count == 12,
            digits.allSatisfy(PatientIdentifiers.isDigit)
        else { return nil }
        let numbers = digits.map { Int32($0) - 48 }
        let province = numbers[0] * 100 + numbers[1] * 10 + numbers[2]
        // 001 to 096 are in use; births abroad have the codes of countries, from 100 on.
        guard province > 0 else { return nil }
        self.digits = String(decoding: digits, as: UTF8.self)
        birthYear = 1900 + numbers[3] / 2 * 100 + numbers[4] * 10 + numbers[5]
        sex = numbers[3] % 2 == 0 ? .male : .female
    }
}

/// The health insurance number (BHYT): two letters of the group, a digit of the benefit, two of the province and ten
/// of the social insurance number; or those ten alone, as cards have them since 2021.
public struct InsuranceNumber: Equatable, Sendable {
    public let text: String

    public init?(_ text: String) {
        guard let joined = PatientIdentifiers.joined(text) else { return nil }
        let upper = joined.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        switch upper.count {
        case 10: guard upper.allSatisfy(PatientIdentifiers.isDigit) else { return nil }
        case 15:
            guard upper.prefix(2).allSatisfy({ (0x41...0x5A).contains($0) }),
                upper.dropFirst(2).allSatisfy(PatientIdentifiers.isDigit), (0x31...0x35).contains(upper[2])
            else { return nil }
        default: return nil
        }
        self.text = String(decoding: upper, as: UTF8.self)
    }
}

enum PatientIdentifiers {
    /// Without what people put between digits; nil where it is too long to be any of them.
    static func joined(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 40 else { return nil }
        return text.utf8.filter { ![0x20, 0x2D, 0x2E].contains($0) }
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
