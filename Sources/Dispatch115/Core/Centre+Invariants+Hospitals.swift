// What must always be true of hospitals: every place is taken by somebody, and nobody takes two.

extension Centre {
    func checkHospitals(_ must: (Bool, @autoclosure () -> String) -> Void) {
        must(hospitalNames.count == hospitals.count, "hospitals and their names differ")
        must(facilityCodes.count == hospitals.count, "hospitals and their codes differ")
        must(beds.count == hospitals.count * Centre.bedKinds, "hospitals and their beds differ")
        var inbound = [Int32](repeating: 0, count: beds.count)
        for index in assignments.base..<assignments.end {
            for place in takenPlaces(AssignmentID(index: index)) {
                inbound[Centre.place(place.hospital, place.kind)] += 1
            }
        }
        for (place, bed) in beds.enumerated() {
            must(
                bed.inbound == inbound[place],
                "hospital \(place / Centre.bedKinds): \(bed.inbound) inbound are kept, \(inbound[place]) are")
            must(bed.said.free >= -1 && bed.said.baseline >= -1, "bed \(place): below nothing")
            must(bed.said.free < 0 || bed.said.asOf.isSet, "bed \(place) is free as of no time")
            must(!bed.hasRunOut || bed.said.validUntil.isSet, "bed \(place) ran out without an end")
        }
        if units.allSatisfy({ !$0.live.isSet }) {
            must(beds.allSatisfy { $0.inbound == 0 }, "a place is taken and every unit is free")
        }
        for (index, row) in hospitals.enumerated() {
            must(
                hospital(numbered: row.number).index == Int32(index),
                "hospital \(row.number) is not found by its number")
            must(row.changedBy > 0 && row.changedBy <= sequence, "hospital \(row.number): changed by nothing")
            must(
                row.diversion.status != .open || !row.diversion.validUntil.isSet,
                "hospital \(row.number) is open until some time")
        }
    }
}
