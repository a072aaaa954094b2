// The whole centre as bytes: the payload of a snapshot. Canonical, so that two centres are equal exactly
// when their bytes are. Deadlines are not written: they follow from the rest. Rules are configuration.

/// Turns a centre into bytes and back.
public enum CentreCodec {
    /// Grows with every change of the rows; a snapshot of another version is passed over, the journal replayed.
    static let version: UInt16 = 5

    public static func encode(_ centre: Centre, vault: any TextVault = OpenTexts()) -> [UInt8] {
        var out = FieldWriter(vault: vault, capacity: 1 << 16)
        out.put(version)
        out.put(centre.sequence)
        out.put(centre.epoch)
        out.put(centre.lastOrder)
        out.put(UInt32(centre.stations.count))
        for (station, name) in zip(centre.stations, centre.stationNames) {
            out.put(station.number)
            out.put(station.coordinate)
            out.put(plain: name)
            put(station.offers, &out)
        }
        putHospitals(of: centre, &out)
        out.put(UInt32(centre.units.count))
        for unit in centre.units { put(unit, &out) }
        put(centre.calls, &out, put)
        put(centre.incidents, &out, put)
        put(centre.assignments, &out, put)
        put(centre.patients, &out, put)
        put(centre.notes, &out) { (note, out) in
            out.put(note.text)
            out.put(note.at)
            out.put(note.actor)
            out.put(note.next)
            out.put(note.isWithdrawn)
        }
        put(centre.alerts, &out, put)
        put(centre.offers, &out, put)
        putShift(centre, &out)
        put(centre.erasure, &out)
        out.put(centre.texts.base)
        out.put(UInt32(centre.texts.rows.count))
        for (offset, content) in centre.texts.rows.enumerated() {
            out.put(content: content, TextID(index: centre.texts.base + Int32(offset)))
        }
        let clients = centre.clients.ordered
        out.put(UInt32(clients.count))
        for entry in clients {
            out.put(entry.client)
            out.put(entry.firstSequence)
            out.put(entry.lastSequence)
        }
        return out.bytes.bytes
    }

    /// The centre of these bytes, under today's rules. Throws `CodecError` on any other bytes.
    public static func decode(
        _ bytes: UnsafeRawBufferPointer, rules: CentreRules, vault: any TextVault = OpenTexts()
    ) throws(CodecError) -> Centre {
        var reader = FieldReader(bytes, vault: vault)
        let version = try reader.get(UInt16.self)
        guard version == CentreCodec.version else { throw .unknownVersion(type: version, version: 0) }
        var centre = Centre(rules: rules)
        centre.sequence = try reader.get()
        centre.epoch = try reader.get()
        centre.lastOrder = try reader.get()
        for index in 0..<(try count(&reader)) {
            let number: Int32 = try reader.get()
            centre.stations.append(Station(number: number, coordinate: try reader.coordinate()))
            centre.stationNames.append(try reader.plain())
            centre.stations[index].offers = try stationOffers(&reader)
            centre.stationByNumber[try checked(number)] = Int32(index)
        }
        try readHospitals(into: &centre, &reader)
        for index in 0..<(try count(&reader)) {
            let unit = try unit(&reader)
            centre.unitByNumber[try checked(unit.number)] = Int32(index)
            centre.units.append(unit)
        }
        centre.calls = try table(&reader, call)
        centre.incidents = try table(&reader, incident)
        centre.assignments = try table(&reader, assignment)
        centre.patients = try table(&reader, patient)
        centre.notes = try table(&reader) { (reader: inout FieldReader) throws(CodecError) in
            Note(
                text: try reader.id(), at: try reader.time(), actor: try reader.actor(),
                next: try reader.get(), isWithdrawn: try reader.flag())
        }
        centre.alerts = try table(&reader, alert)
        centre.offers = try table(&reader, offer)
        try readShift(into: &centre, &reader)
        centre.erasure = try erasure(&reader)
        let firstText: Int32 = try reader.get()
        var texts: ContiguousArray<String?> = []
        for index in 0..<(try count(&reader)) {
            let id = TextID(index: try first(firstText, index) + Int32(index))
            texts.append(try reader.content(id))
        }
        centre.texts = DenseTable(base: try first(firstText, texts.count), rows: texts)
        var clients: [ClientLog.Entry] = []
        for _ in 0..<(try count(&reader)) {
            clients.append(
                ClientLog.Entry(
                    client: try reader.get(), firstSequence: try reader.get(),
                    lastSequence: try reader.get()))
        }
        centre.clients = ClientLog(entriesOldestFirst: clients)
        try reader.finish()
        centre.rebuildIndexes()
        return centre
    }

    // MARK: - Rows

    private static func put(_ unit: Unit, _ out: inout FieldWriter) {
        out.put(unit.number)
        out.put(unit.kind)
        out.put(unit.station)
        out.put(unit.skills.rawValue)
        out.put(unit.equipment.rawValue)
        out.put(unit.isOnDuty)
        out.put(unit.live)
        out.put(unit.order)
        out.put(unit.orderKind)
        out.put(unit.orderAssignment)
        out.put(unit.isOrderDelivered)
        out.put(unit.lastPress)
        put(unit.duty, &out)
    }

    private static func unit(_ reader: inout FieldReader) throws(CodecError) -> Unit {
        var unit = Unit(
            number: try reader.get(), kind: try reader.choice(), station: try reader.id(),
            skills: Skills(rawValue: try reader.get()), equipment: Equipment(rawValue: try reader.get()),
            isOnDuty: try reader.flag())
        unit.live = try reader.id()
        unit.order = try reader.get()
        unit.orderKind = try reader.choice()
        unit.orderAssignment = try reader.id()
        unit.isOrderDelivered = try reader.flag()
        unit.lastPress = try reader.get()
        unit.duty = try duty(&reader)
        return unit
    }

    private static func put(_ incident: Incident, _ out: inout FieldWriter) {
        out.put(incident.call)
        out.put(incident.priority)
        out.put(incident.coordinate)
        out.put(incident.certainty)
        out.put(incident.precisionMetres)
        out.put(incident.placeSaid)
        out.put(incident.placeName)
        out.put(incident.words)
        out.put(incident.openedAt)
        out.put(incident.madeAt)
        out.put(incident.waitingSince)
        out.put(incident.closedAt)
        out.put(incident.disposition?.rawValue ?? 0)
        out.put(incident.firstAssignment)
        out.put(incident.lastAssignment)
        out.put(incident.liveAssignments)
        out.put(incident.completedAssignments)
        out.put(incident.firstPatient)
        out.put(incident.lastPatient)
        out.put(incident.openPatients)
        out.put(incident.firstNote)
        out.put(incident.lastNote)
        out.put(incident.waitingAlert)
        out.put(incident.withoutUnitAlert)
        out.put(incident.overdueAlert)
        out.put(incident.offers.first)
        out.put(incident.offers.last)
        writeTriage(of: incident, &out)
        put(incident.paper, &out)
        put(incident.course, &out)
    }

    private static func incident(_ reader: inout FieldReader) throws(CodecError) -> Incident {
        var incident = Incident(
            call: try reader.id(), priority: try reader.choice(),
            coordinate: try reader.optionalCoordinate(), certainty: try reader.choice(),
            precisionMetres: try reader.get(), placeSaid: try reader.id(), placeName: try reader.id(),
            words: try reader.id(), openedAt: try reader.time(), waitingSince: .none)
        incident.madeAt = try reader.time()
        incident.waitingSince = try reader.time()
        incident.closedAt = try reader.time()
        incident.disposition = Disposition(rawValue: try reader.get())
        incident.firstAssignment = try reader.id()
        incident.lastAssignment = try reader.id()
        incident.liveAssignments = try reader.get()
        incident.completedAssignments = try reader.get()
        incident.firstPatient = try reader.id()
        incident.lastPatient = try reader.id()
        incident.openPatients = try reader.get()
        incident.firstNote = try reader.get()
        incident.lastNote = try reader.get()
        incident.waitingAlert = try reader.get()
        incident.withoutUnitAlert = try reader.get()
        incident.overdueAlert = try reader.get()
        incident.offers.first = try reader.id()
        incident.offers.last = try reader.id()
        try readTriage(of: &incident, &reader)
        incident.paper = try paper(&reader)
        incident.course = try course(&reader)
        return incident
    }

    private static func put(_ assignment: Assignment, _ out: inout FieldWriter) {
        out.put(assignment.incident)
        out.put(assignment.unit)
        out.put(assignment.state)
        out.put(assignment.endReason)
        out.put(assignment.order)
        out.put(assignment.orderedAt)
        out.put(assignment.isOrderDelivered)
        out.put(assignment.hasCrewAnswered)
        out.put(assignment.destination)
        for point in TimePoint.allCases { out.put(assignment.times[point]) }
        out.put(assignment.next)
        out.put(assignment.openPatients)
        out.put(assignment.linked)
        out.put(assignment.orderAlert)
        out.put(assignment.crewAlert)
        out.put(assignment.enteredAt)
        out.put(assignment.odometer.start)
        out.put(assignment.odometer.end)
    }

    private static func assignment(_ reader: inout FieldReader) throws(CodecError) -> Assignment {
        let incident: IncidentID = try reader.id()
        let unit: UnitID = try reader.id()
        let state: AssignmentState = try reader.choice()
        let reason: EndReason = try reader.choice()
        var assignment = Assignment(
            incident: incident, unit: unit, order: try reader.get(), orderedAt: try reader.time())
        assignment.state = state
        assignment.endReason = reason
        assignment.isOrderDelivered = try reader.flag()
        assignment.hasCrewAnswered = try reader.flag()
        assignment.destination = try reader.id()
        for point in TimePoint.allCases { assignment.times[point] = try reader.time() }
        assignment.next = try reader.id()
        assignment.openPatients = try reader.get()
        assignment.linked = try reader.id()
        assignment.orderAlert = try reader.get()
        assignment.crewAlert = try reader.get()
        assignment.enteredAt = try reader.time()
        assignment.odometer.start = try reader.get()
        assignment.odometer.end = try reader.get()
        return assignment
    }

    // MARK: - Tables

    private static func put<Row>(
        _ table: DenseTable<Row>, _ out: inout FieldWriter, _ write: (Row, inout FieldWriter) -> Void
    ) {
        out.put(table.base)
        out.put(UInt32(table.rows.count))
        for row in table.rows { write(row, &out) }
    }

    private static func table<Row>(
        _ reader: inout FieldReader, _ read: (inout FieldReader) throws(CodecError) -> Row
    ) throws(CodecError) -> DenseTable<Row> {
        let base: Int32 = try reader.get()
        var rows: ContiguousArray<Row> = []
        for _ in 0..<(try count(&reader)) { rows.append(try read(&reader)) }
        return DenseTable(base: try first(base, rows.count), rows: rows)
    }

    /// A table's first row number, where its rows have numbers at all.
    private static func first(_ base: Int32, _ rows: Int) throws(CodecError) -> Int32 {
        guard base >= 0, Int(base) + rows <= Int(Int32.max) else {
            throw .bytes(.badValue(field: "first row", offset: 0))
        }
        return base
    }

    /// A row count; a false one ends at the end of the bytes, row by row.
    private static func count(_ reader: inout FieldReader) throws(CodecError) -> Int {
        Int(try reader.get(UInt32.self))
    }

    private static func checked(_ number: Int32) throws(CodecError) -> Int32 {
        guard number >= 0, number <= NumberTable.largestNumber else {
            throw .bytes(.badValue(field: "number", offset: 0))
        }
        return number
    }
}
