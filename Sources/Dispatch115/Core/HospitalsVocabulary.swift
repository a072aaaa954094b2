// What hospitals are and say of themselves: kinds of beds, what they can treat, diversion, reports.
// Event types 230 to 249 of the journal are theirs.

import Geo

/// A hospital's place in the centre's table of hospitals; its public number is `Hospital.number`. A station at it
/// has the same number.
public struct HospitalID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
}

/// The kinds of beds that are counted. Raw values are those of the journal.
public enum BedKind: UInt8, CaseIterable, Sendable {
    case emergency = 1
    case adultICU
    case pediatricICU
    case neonatalICU
    case burns
    case isolation
    /// Wards of internal medicine and surgery.
    case general
    case pediatric
    case obstetric
    case psychiatric
    case rehabilitation
    case operatingRoom

    /// Its row in a hospital's table of beds.
    public var place: Int { Int(rawValue) - 1 }
}

/// What a hospital can treat.
public struct HospitalCapabilities: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let emergencyDepartment = HospitalCapabilities(rawValue: 1 << 0)
    public static let adultICU = HospitalCapabilities(rawValue: 1 << 1)
    public static let pediatricICU = HospitalCapabilities(rawValue: 1 << 2)
    public static let neonatalICU = HospitalCapabilities(rawValue: 1 << 3)
    public static let burns = HospitalCapabilities(rawValue: 1 << 4)
    /// Opens coronary vessels at any hour.
    public static let pci = HospitalCapabilities(rawValue: 1 << 5)
    public static let stroke = HospitalCapabilities(rawValue: 1 << 6)
    public static let trauma = HospitalCapabilities(rawValue: 1 << 7)
    public static let obstetrics = HospitalCapabilities(rawValue: 1 << 8)
    public static let isolation = HospitalCapabilities(rawValue: 1 << 9)
    public static let dialysis = HospitalCapabilities(rawValue: 1 << 10)
    public static let pediatrics = HospitalCapabilities(rawValue: 1 << 11)
    public static let psychiatry = HospitalCapabilities(rawValue: 1 << 12)
    /// Its doctors can be consulted at a distance.
    public static let teleconsultation = HospitalCapabilities(rawValue: 1 << 13)
    /// Takes pre-arrival notices from the courier, and answers them; others are phoned.
    public static let notices = HospitalCapabilities(rawValue: 1 << 14)
}

/// How far a hospital asks not to be sent to.
public enum DiversionStatus: UInt8, CaseIterable, Sendable {
    case open = 0
    /// Takes patients, and would rather not.
    case advisory
    case closed
}
