import Foundation
import Geo
import Testing

@testable import Dispatch115

/// Hospitals 1, 2, 3 ... of a made-up city, each as far as its test says.
enum HospitalCity {
    static let whole: HospitalCapabilities = [.emergencyDepartment, .pci, .stroke, .trauma]

    static func hospital(
        _ number: Int32, minutes: Int32, _ capabilities: HospitalCapabilities = .emergencyDepartment,
        free: Int32? = 9, inbound: Int32 = 0, diversion: DiversionStatus = .open
    ) -> HospitalSight {
        var sight = HospitalSight(
            hospital: HospitalID(index: number - 1), number: number, capabilities: capabilities,
            diversion: diversion, travelSeconds: minutes < 0 ? -1 : minutes * 60)
        for bed in BedKind.allCases { sight[bed] = HospitalSight.Room(reported: free, inbound: inbound) }
        return sight
    }

    static func order(_ need: HospitalNeed, _ hospitals: [HospitalSight]) -> [Int32] {
        HospitalChooser().rank(need, hospitals).map { $0.hospital.index + 1 }
    }
}

/// Numbers of one test, with the seed that gives them again.
struct SeededNumbers: RandomNumberGenerator {
    let note: String
    private var numbers: SplitMix64

    static func ofTest(_ name: String) -> SeededNumbers {
        let given = ProcessInfo.processInfo.environment["DISPATCH115_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0...UInt64(Int64.max))
        print("\(name): DISPATCH115_SEED=\(seed)")
        return SeededNumbers(note: "\(name), DISPATCH115_SEED=\(seed)", numbers: SplitMix64(seed: seed))
    }

    mutating func next() -> UInt64 { numbers.next() }
}

@Suite struct HospitalChooserTests {
    typealias City = HospitalCity

    private func check(
        _ need: HospitalNeed, _ hospitals: [HospitalSight], _ expected: [Int32],
        _ standings: [HospitalStanding], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(City.order(need, hospitals) == expected, sourceLocation: sourceLocation)
        #expect(
            HospitalChooser().rank(need, hospitals).map(\.standing) == standings,
            sourceLocation: sourceLocation)
    }

    @Test func theNearestOfEquals() {
        check(
            .emergency,
            [City.hospital(1, minutes: 9), City.hospital(2, minutes: 5), City.hospital(3, minutes: 9)],
            [2, 1, 3], [.farther, .farther, .farther])
    }

    @Test func whatCannotTreatItComesLast() {
        let need = HospitalNeed(saying: .pci)
        check(
            need,
            [
                City.hospital(1, minutes: 2), City.hospital(2, minutes: 55, City.whole),
                City.hospital(3, minutes: 1, [.pci]),
            ],
            [2, 1, 3], [.farther, .lacks, .noEmergencyDepartment])
    }

    @Test func closedOnlyWhereNothingElseCan() {
        let need = HospitalNeed(saying: .stroke)
        check(
            need,
            [
                City.hospital(1, minutes: 3, City.whole, diversion: .closed),
                City.hospital(2, minutes: 70, City.whole, free: 0), City.hospital(3, minutes: 1),
            ],
            [2, 1, 3], [.full, .closed, .lacks])
        check(
            need,
            [City.hospital(1, minutes: 30, City.whole, diversion: .closed), City.hospital(2, minutes: 1)],
            [1, 2], [.closed, .lacks])
    }

    @Test func unstablePastNoDoor() {
        let need = HospitalNeed(saying: .pci, isUnstable: true)
        check(
            need,
            [
                City.hospital(1, minutes: 12, City.whole),
                City.hospital(2, minutes: 4, free: 0, diversion: .closed),
                City.hospital(3, minutes: 1, [.pci, .obstetrics]),
            ],
            [2, 1, 3], [.closed, .farther, .noEmergencyDepartment])
    }

    @Test func unknownIsNeitherNoneNorPlenty() {
        // Five minutes are added for not knowing, twenty for none.
        check(
            .emergency,
            [
                City.hospital(1, minutes: 4, free: nil), City.hospital(2, minutes: 8),
                City.hospital(3, minutes: 1, free: 3, inbound: 3),
            ],
            [2, 1, 3], [.farther, .unknown, .full])
        check(
            .emergency, [City.hospital(1, minutes: 4, free: nil), City.hospital(2, minutes: 10)], [1, 2],
            [.unknown, .farther])
    }

    @Test func theHandOverCounts() {
        var slow = City.hospital(1, minutes: 4)
        slow.handoverSeconds = 45 * 60
        var quick = City.hospital(2, minutes: 14)
        quick.handoverSeconds = 600
        check(.emergency, [slow, quick], [2, 1], [.farther, .farther])
        #expect(HospitalChooser().rank(.emergency, [slow])[0].totalSeconds == 49 * 60)
    }

    @Test func theBedIsTheOneThatIsNeeded() {
        var first = City.hospital(1, minutes: 4, [.emergencyDepartment, .burns])
        first[.burns] = HospitalSight.Room(reported: 0)
        var second = City.hospital(2, minutes: 9, [.burns])
        second[.emergency] = HospitalSight.Room(reported: 0)
        check(HospitalNeed(saying: .burns), [first, second], [2, 1], [.farther, .full])
        check(.emergency, [first, second], [1, 2], [.farther, .noEmergencyDepartment])
    }

    @Test func adultsGoToNoChildrensHospital() {
        let children: HospitalCapabilities = [.emergencyDepartment, .pediatrics, .pediatricICU, .trauma]
        let hospitals = [City.hospital(1, minutes: 2, children), City.hospital(2, minutes: 20)]
        check(.emergency, hospitals, [2, 1], [.farther, .lacks])
        check(HospitalNeed(saying: .pediatrics), hospitals, [1, 2], [.farther, .lacks])
        check(HospitalNeed(saying: [], isUnstable: true), hospitals, [1, 2], [.farther, .farther])
        let both = City.hospital(1, minutes: 2, children.union(.adultICU))
        check(.emergency, [both, hospitals[1]], [1, 2], [.farther, .farther])
    }

    @Test func noWayAndNoPlace() {
        check(
            .emergency, [City.hospital(1, minutes: -1, City.whole), City.hospital(2, minutes: 99, [])],
            [2, 1],
            [.noEmergencyDepartment, .unreachable])
    }

    @Test func needsOfWhatWasSaid() {
        #expect(HospitalNeed(saying: []) == .emergency)
        #expect(HospitalNeed(saying: .pci).required == [.pci, .emergencyDepartment])
        #expect(HospitalNeed(saying: .obstetrics).required == .obstetrics)
        #expect(HospitalNeed(saying: .obstetrics).bed == .obstetric)
        #expect(HospitalNeed(saying: [.burns, .pediatrics]).bed == .burns)
        let red = HospitalNeed(saying: [], tag: .red)
        #expect(red.preferred == .trauma && red.isRed && red.required == .emergencyDepartment)
        let arrest = HospitalNeed(saying: [.burns, .pediatrics], isUnstable: true, tag: .red)
        #expect(
            arrest.required == .emergencyDepartment && arrest.preferred.isEmpty && arrest.bed == .emergency)
    }

    @Test func whatIsKeptExplainsIt() {
        let hospitals = (1...40).map {
            City.hospital(Int32($0), minutes: Int32($0), $0 < 20 ? [] : City.whole)
        }
        let ranking = HospitalChooser().rank(.emergency, hospitals)
        let kept = HospitalChooser.kept(ranking, with: [HospitalID(index: 39)])
        #expect(
            kept.map { $0.hospital.index + 1 } == [20, 21, 22, 23, 24, 25, 40, 1, 2, 3])
        #expect(HospitalChooser.kept(Array(ranking.prefix(3))).count == 3)
        // One that is near and closed has lost by that, and is there to say so.
        var closed = hospitals
        closed[19].diversion = .closed
        let then = HospitalChooser.kept(HospitalChooser().rank(.emergency, closed))
        #expect(then.map { $0.hospital.index + 1 } == [21, 22, 23, 24, 25, 26, 20, 1, 2, 3])
    }
}

/// Random hospitals against an oracle that compares by pairs, and the properties that must hold of any.
@Suite struct HospitalChooserRandomTests {
    private static func sights(_ random: inout SeededNumbers) -> [HospitalSight] {
        (0..<Int32.random(in: 1...12, using: &random)).map { index in
            var sight = HospitalCity.hospital(
                index + 1, minutes: Int32.random(in: -1...40, using: &random),
                HospitalCapabilities(rawValue: UInt32.random(in: 0..<(1 << 13), using: &random)),
                diversion: DiversionStatus.allCases.randomElement(using: &random)!)
            for bed in BedKind.allCases {
                sight[bed] = HospitalSight.Room(
                    reported: Bool.random(using: &random) ? Int32.random(in: 0...4, using: &random) : nil,
                    inbound: Int32.random(in: 0...3, using: &random))
            }
            if Bool.random(using: &random) { sight.redPlaces = Int32.random(in: -1...3, using: &random) }
            if Bool.random(using: &random) {
                sight.handoverSeconds = Int32.random(in: 0...3_000, using: &random)
            }
            return sight
        }
    }

    private static func need(_ random: inout SeededNumbers) -> HospitalNeed {
        HospitalNeed(
            saying: [[], .pci, .stroke, .trauma, .burns, .pediatrics, .obstetrics, [.pediatrics, .trauma]]
                .randomElement(using: &random)!,
            isUnstable: Int.random(in: 0..<5, using: &random) == 0,
            tag: TriageTag.allCases.randomElement(using: &random)!)
    }

    /// Written apart from the chooser: whether `left` must stand before `right`.
    private static func isBetter(_ left: HospitalSight, _ right: HospitalSight, _ need: HospitalNeed) -> Bool
    {
        func lacks(_ sight: HospitalSight) -> Int {
            let has = sight.capabilities
            let said: [HospitalCapabilities] = [.pediatrics, .pediatricICU, .neonatalICU]
            let isChild = said.contains { need.required.contains($0) }
            let isWrong = has.contains(.pediatricICU) && !has.contains(.adultICU) && !isChild
            let bits = (0..<32).filter {
                let bit = HospitalCapabilities(rawValue: 1 << $0)
                return need.required.contains(bit) && !has.contains(bit)
            }.count
            return bits + (isWrong && !need.isUnstable && !need.required.contains(.adultICU) ? 1 : 0)
        }
        func group(_ sight: HospitalSight) -> Int {
            var group = sight.travelSeconds < 0 ? 1_000 : 0
            let hasDoor = sight.capabilities.contains(.emergencyDepartment)
            if need.required.contains(.emergencyDepartment), !hasDoor {
                group += 100
            } else if lacks(sight) > 0 {
                group += 10
            }
            if need.isUnstable { return group }
            return group + (sight.diversion == .closed ? 1 : 0)
        }
        func seconds(_ sight: HospitalSight) -> Int {
            let travel = max(0, Int(sight.travelSeconds))
            if need.isUnstable { return travel }
            var sum = travel + Int(sight.handoverSeconds ?? 900)
            if sight.diversion == .advisory { sum += 300 }
            sum += 600 * lacks(sight)
            if need.preferred.contains(.trauma), !sight.capabilities.contains(.trauma) { sum += 600 }
            let room = sight[need.bed]
            var free = room.reported.map { Int($0) - Int(room.inbound) }
            if need.isRed, let places = sight.redPlaces {
                free = free.map { min($0, Int(places)) } ?? Int(places)
            }
            switch free {
            case nil: return sum + 300
            case let free? where free <= 0: return sum + 1_200
            case 1?: return sum + 120
            case 2?: return sum + 60
            default: return sum
            }
        }
        if group(left) != group(right) { return group(left) < group(right) }
        if seconds(left) != seconds(right) { return seconds(left) < seconds(right) }
        return left.number < right.number
    }

    @Test func asTheOracleSays() {
        var random = SeededNumbers.ofTest("hospitals")
        for _ in 0..<1_000 {
            let sights = Self.sights(&random)
            let need = Self.need(&random)
            let order = HospitalChooser().rank(need, sights).map(\.hospital)
            #expect(Set(order).count == sights.count)
            for (first, second) in zip(order, order.dropFirst()) {
                #expect(
                    Self.isBetter(sights[Int(first.index)], sights[Int(second.index)], need),
                    "\(random.note): \(first) before \(second) for \(need)")
            }
            #expect(
                HospitalChooser().rank(need, sights.reversed()).map(\.hospital) == order, "\(random.note)")
        }
    }

    @Test func whatIsBetterNeverRanksWorse() {
        var random = SeededNumbers.ofTest("hospitals-monotone")
        for _ in 0..<1_000 {
            let sights = Self.sights(&random)
            let need = Self.need(&random)
            let which = Int.random(in: 0..<sights.count, using: &random)
            var better = sights
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                guard let free = better[which][need.bed].reported else { continue }
                better[which][need.bed].reported = free + Int32.random(in: 1...3, using: &random)
            case 1: better[which][need.bed].inbound -= 1
            case 2: better[which].diversion = .open
            case 3: better[which].travelSeconds = max(better[which].travelSeconds, 1) - 1
            default: better[which].capabilities.formUnion(need.required)
            }
            func rank(_ sights: [HospitalSight]) -> Int {
                HospitalChooser().rank(need, sights).firstIndex { $0.hospital == sights[which].hospital }!
            }
            #expect(rank(better) <= rank(sights), "\(random.note)")
        }
    }

    /// Nobody red goes where there is no room while a hospital of the same standing has room.
    @Test func nobodyIsSentToAFullOneWhileThereIsRoom() {
        var random = SeededNumbers.ofTest("hospitals-spread")
        for _ in 0..<200 {
            let sights = Self.sights(&random).map { sight in
                var sight = sight
                sight.capabilities.insert(.emergencyDepartment)
                return sight
            }
            let demands = (0..<Int32.random(in: 2...30, using: &random)).map { index in
                let tag = TriageTag.allCases.randomElement(using: &random)!
                return HospitalDemand(
                    patient: PatientID(index: index), need: HospitalNeed(saying: [], tag: tag), tag: tag)
            }
            let plan = HospitalChooser().plan(demands, sights, isMassCasualty: true)
            #expect(plan.count == demands.filter { $0.tag != .black }.count, "\(random.note)")
            var left = sights
            var sent = [Int32](repeating: 0, count: sights.count)
            for planned in plan {
                func room(_ index: Int) -> Int32 {
                    HospitalChooser().candidate(planned.need, left[index]).room ?? 2 - sent[index]
                }
                func isOpen(_ index: Int) -> Bool {
                    left[index].travelSeconds >= 0 && left[index].diversion != .closed
                        && HospitalChooser().candidate(planned.need, left[index]).missing.isEmpty
                }
                let chosen = Int(planned.hospital.index)
                if room(chosen) <= 0, isOpen(chosen) {
                    let better = left.indices.first {
                        isOpen($0) && (room($0) > 0 || room($0) > room(chosen))
                    }
                    #expect(better == nil, "\(random.note): \(planned) while \(better ?? -1) has more room")
                }
                left[chosen][.emergency].inbound += 1
                sent[chosen] += 1
                if planned.need.isRed { left[chosen].redPlaces = left[chosen].redPlaces.map { $0 - 1 } }
            }
        }
    }
}

@Suite struct HospitalSpreadTests {
    typealias City = HospitalCity

    private func demands(_ tags: [TriageTag]) -> [HospitalDemand] {
        tags.enumerated().map {
            HospitalDemand(
                patient: PatientID(index: Int32($0.offset)), need: HospitalNeed(saying: [], tag: $0.element),
                tag: $0.element)
        }
    }

    @Test func redsFillTheirPlacesAndGoOn() {
        var near = City.hospital(1, minutes: 5, City.whole)
        near.redPlaces = 2
        var far = City.hospital(2, minutes: 25, City.whole)
        far.redPlaces = 2
        let plan = HospitalChooser().plan(demands([.green, .red, .red, .red, .black, .yellow]), [near, far])
        #expect(plan.map(\.patient.index) == [1, 2, 3, 5, 0])
        #expect(plan.map { $0.hospital.index + 1 } == [1, 1, 2, 1, 1])
    }

    @Test func whereNobodyKnowsTwoAndThenTheNext() {
        let hospitals = [
            City.hospital(1, minutes: 5, City.whole, free: nil),
            City.hospital(2, minutes: 30, City.whole, free: nil),
        ]
        let plan = HospitalChooser().plan(demands([.red, .red, .red, .red, .red]), hospitals)
        #expect(plan.map { $0.hospital.index + 1 } == [1, 1, 2, 2, 1])
    }

    @Test func aRedGoesToAnyDoorBeforeAFullTraumaCentre() {
        let hospitals = [
            City.hospital(1, minutes: 5, City.whole, free: 1), City.hospital(2, minutes: 12, free: 5),
        ]
        let plan = HospitalChooser().plan(demands([.red, .red]), hospitals)
        #expect(plan.map { $0.hospital.index + 1 } == [1, 2])
    }

    @Test func noHospitalAtAll() {
        let plan = HospitalChooser().plan(demands([.red]), [])
        #expect(plan.count == 1 && !plan[0].hospital.isSet && plan[0].standing == .unreachable)
    }
}
