// Hospitals and their beds in a snapshot.

extension CentreCodec {
    static func putHospitals(of centre: Centre, _ out: inout FieldWriter) {
        out.put(UInt32(centre.hospitals.count))
        for id in centre.hospitalIDs {
            let row = centre[id]
            out.put(row.number)
            out.put(plain: centre.facilityCode(id))
            out.put(plain: centre.hospitalName(id))
            out.put(row.coordinate)
            out.put(row.capabilities.rawValue)
            out.put(row.isWithdrawn)
            out.put(row.reception)
            out.put(row.hasReceptionRunOut)
            out.put(row.diversion)
            out.put(row.receptionReporter)
            out.put(row.diversionReporter)
            out.put(row.changedBy)
            out.put(row.changedAt)
            for kind in BedKind.allCases {
                let bed = centre.bed(id, kind)
                out.put(bed.said)
                out.put(bed.reporter)
                out.put(bed.definedBaseline)
                out.put(bed.inbound)
                out.put(bed.hasRunOut)
            }
        }
    }

    static func readHospitals(into centre: inout Centre, _ reader: inout FieldReader) throws(CodecError) {
        for index in 0..<Int(try reader.get(UInt32.self)) {
            let number: Int32 = try reader.get()
            guard number >= 0, number <= NumberTable.largestNumber else {
                throw .bytes(.badValue(field: "number", offset: 0))
            }
            centre.facilityCodes.append(try reader.plain())
            centre.hospitalNames.append(try reader.plain())
            var row = Hospital(
                number: number, coordinate: try reader.coordinate(),
                capabilities: HospitalCapabilities(rawValue: try reader.get()))
            row.isWithdrawn = try reader.flag()
            row.reception = try reader.receptionState()
            row.hasReceptionRunOut = try reader.flag()
            row.diversion = try reader.diversionState()
            row.receptionReporter = try reader.id()
            row.diversionReporter = try reader.id()
            row.changedBy = try reader.get()
            row.changedAt = try reader.time()
            centre.hospitals.append(row)
            centre.hospitalByNumber[number] = Int32(index)
            for _ in BedKind.allCases {
                var bed = Bed()
                bed.said = try reader.bedState()
                bed.reporter = try reader.id()
                bed.definedBaseline = try reader.get()
                bed.inbound = try reader.get()
                bed.hasRunOut = try reader.flag()
                centre.beds.append(bed)
            }
        }
    }
}
