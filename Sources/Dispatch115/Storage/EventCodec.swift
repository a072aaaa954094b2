// Events as the journal keeps them: canonical bytes. A body is
//   type u16 | version u8 | epoch u32 | at i64 | actor kind u8 | actor u32 | client u64 | fields in
// order
// in network order; the sequence is the row's key. Type numbers are never reused. When the fields
// of a type
// change, its version grows, and the older version is read into today's event here.

/// Turns events into bytes and back.
public enum EventCodec {
    /// Today's version of a type: 1 until its fields change for the first time.
    static func version(of type: UInt16) -> UInt8 { type == 50 ? 2 : 1 }

    /// The bytes of a journal row's body.
    public static func encode(_ event: Event, vault: any TextVault) -> [UInt8] {
        var out = FieldWriter(vault: vault)
        let type = type(of: event.body)
        out.put(type)
        out.put(version(of: type))
        out.put(event.epoch)
        out.put(event.at)
        out.put(event.actor)
        out.put(event.client)
        encodeFields(event.body, &out)
        return out.bytes.bytes
    }

    /// The event of a row. Throws `CodecError` on any bytes that `encode` does not make.
    public static func decode(_ body: UnsafeRawBufferPointer, sequence: Int64, vault: any TextVault)
        throws(CodecError) -> Event
    {
        var reader = FieldReader(body, vault: vault)
        let type = try reader.get(UInt16.self)
        let version = try reader.get(UInt8.self)
        guard version >= 1, version <= EventCodec.version(of: type) else {
            throw .unknownVersion(type: type, version: version)
        }
        let epoch = try reader.get(UInt32.self)
        let at = try reader.time()
        let actor = try reader.actor()
        let client = try reader.get(UInt64.self)
        let event = Event(
            sequence: sequence, epoch: epoch, at: at, actor: actor, client: client,
            body: try decodeFields(type, version, &reader))
        try reader.finish()
        return event
    }

    /// The number by which a type is known in the journal for ever.
    public static func type(of body: EventBody) -> UInt16 {
        switch body {
        case .epochStarted: 1
        case .stationDefined: 2
        case .unitDefined: 3
        case .callReceived: 10
        case .incidentOpened: 11
        case .incidentPlaced: 12
        case .priorityChanged: 13
        case .noted: 14
        case .incidentClosed: 15
        case .recommended: 20
        case .dispatched: 21
        case .orderConfirmed: 22
        case .assignmentMoved: 23
        case .assignmentCancelled: 24
        case .orderRenewed: 26
        case .pressIgnored: 25
        case .patientLoaded: 30
        case .patientEnded: 31
        case .alertRaised: 40
        case .alertCleared: 41
        case .retired: 50
        case .call(let call): type(of: call)
        case .triage(let triage): type(of: triage)
        case .offer(let offer): type(of: offer)
        case .duty(let duty): type(of: duty)
        case .patient(let patient): type(of: patient)
        case .course(let course): type(of: course)
        case .alert(let alert): type(of: alert)
        case .shift(let shift): type(of: shift)
        case .privacy(let privacy): type(of: privacy)
        case .hospital(let hospital): type(of: hospital)
        case .destination(let destination): type(of: destination)
        case .notice(let notice): type(of: notice)
        case .referral(let referral): type(of: referral)
        }
    }

    private static func encodeFields(_ body: EventBody, _ out: inout FieldWriter) {
        switch body {
        case .epochStarted(let epoch, let monotonicNanoseconds):
            out.put(epoch)
            out.put(monotonicNanoseconds)
        case .stationDefined(let id, let number, let coordinate, let name):
            out.put(id)
            out.put(number)
            out.put(coordinate)
            out.put(plain: name)
        case .unitDefined(let id, let number, let kind, let station, let skills, let equipment):
            out.put(id)
            out.put(number)
            out.put(kind)
            out.put(station)
            out.put(skills.rawValue)
            out.put(equipment.rawValue)
        case .callReceived(let id, let phone):
            out.put(id)
            out.put(phone)
        case .incidentOpened(let id, let call, let priority, let place, let words):
            out.put(id)
            out.put(call)
            out.put(priority)
            out.put(place)
            out.put(words)
        case .incidentPlaced(let id, let before, let place):
            out.put(id)
            out.put(before)
            out.put(place)
        case .priorityChanged(let id, let from, let to):
            out.put(id)
            out.put(from)
            out.put(to)
        case .noted(let id, let text):
            out.put(id)
            out.put(text)
        case .incidentClosed(let id, let disposition):
            out.put(id)
            out.put(disposition)
        case .recommended(let id, let basis):
            out.put(id)
            out.put(basis)
        case .call(let call): encode(call, &out)
        case .triage(let triage): encode(triage, &out)
        case .offer(let offer): encode(offer, &out)
        case .duty(let duty): encode(duty, &out)
        case .patient(let patient): encode(patient, &out)
        case .course(let course): encode(course, &out)
        case .alert(let alert): encode(alert, &out)
        case .shift(let shift): encode(shift, &out)
        case .privacy(let privacy): encode(privacy, &out)
        case .hospital(let hospital): encode(hospital, &out)
        case .destination(let destination): encode(destination, &out)
        case .notice(let notice): encode(notice, &out)
        case .referral(let referral): encode(referral, &out)
        default: encodeAssignmentFields(body, &out)
        }
    }

    private static func encodeAssignmentFields(_ body: EventBody, _ out: inout FieldWriter) {
        switch body {
        case .dispatched(let id, let incident, let unit, let order, let basis):
            out.put(id)
            out.put(incident)
            out.put(unit)
            out.put(order)
            out.put(basis)
        case .orderConfirmed(let unit, let order, let assignment):
            out.put(unit)
            out.put(order)
            out.put(assignment)
        case .assignmentMoved(
            let id, let from, let to, let button, let occurredAt, let isLate, let destination, let press):
            out.put(id)
            out.put(from)
            out.put(to)
            out.put(button)
            out.put(occurredAt)
            out.put(isLate)
            out.put(destination)
            out.put(press)
        case .assignmentCancelled(let id, let from, let reason, let order):
            out.put(id)
            out.put(from)
            out.put(reason)
            out.put(order)
        case .orderRenewed(let id, let order):
            out.put(id)
            out.put(order)
        case .pressIgnored(let unit, let button, let press):
            out.put(unit)
            out.put(button)
            out.put(press)
        case .patientLoaded(let id, let incident, let assignment, let destination):
            out.put(id)
            out.put(incident)
            out.put(assignment)
            out.put(destination)
        case .patientEnded(let id, let outcome):
            out.put(id)
            out.put(outcome)
        case .alertRaised(let alert, let kind, let subject):
            out.put(alert)
            out.put(kind)
            out.put(subject)
        case .alertCleared(let alert): out.put(alert)
        case .retired(let bounds): put(bounds, &out)
        case .epochStarted, .stationDefined, .unitDefined, .callReceived, .incidentOpened, .incidentPlaced,
            .priorityChanged, .noted, .incidentClosed, .recommended, .call, .triage, .offer, .duty, .patient,
            .course, .alert, .shift, .privacy, .hospital, .destination, .notice, .referral:
            preconditionFailure("written by encodeFields")
        }
    }

    private static func put(_ bounds: RetiredBounds, _ out: inout FieldWriter) {
        for bound in [
            bounds.incidents, bounds.calls, bounds.assignments, bounds.patients, bounds.notes, bounds.texts,
            bounds.alerts, bounds.offers,
        ] { out.put(bound) }
    }

    private static func decodeFields(_ type: UInt16, _ version: UInt8, _ reader: inout FieldReader)
        throws(CodecError) -> EventBody
    {
        switch type {
        case 1: .epochStarted(epoch: try reader.get(), monotonicNanoseconds: try reader.get())
        case 2:
            .stationDefined(
                try reader.id(), number: try reader.get(), coordinate: try reader.coordinate(),
                name: try reader.plain())
        case 3:
            .unitDefined(
                try reader.id(), number: try reader.get(), kind: try reader.choice(),
                station: try reader.id(), skills: Skills(rawValue: try reader.get()),
                equipment: Equipment(rawValue: try reader.get()))
        case 10: .callReceived(try reader.id(), phone: try reader.text())
        case 11:
            .incidentOpened(
                try reader.id(), call: try reader.id(), priority: try reader.choice(),
                place: try reader.place(), words: try reader.text())
        case 12: .incidentPlaced(try reader.id(), before: try reader.id(), place: try reader.place())
        case 13:
            .priorityChanged(try reader.id(), from: try reader.choice(), to: try reader.choice())
        case 14: .noted(try reader.id(), try reader.text())
        case 15: .incidentClosed(try reader.id(), try reader.choice())
        case 20: .recommended(try reader.id(), try reader.basis())
        case 100...119: .call(try decodeCall(type, &reader))
        case 120...129: .triage(try decodeTriage(type, &reader))
        case 130...149: .offer(try decodeOffer(type, &reader))
        case 150...159: .duty(try decodeDuty(type, &reader))
        case 160...179: .patient(try decodePatient(type, &reader))
        case 180...199: .course(try decodeCourse(type, &reader))
        case 200...209: .alert(try decodeAlert(type, &reader))
        case 210...219: .shift(try decodeShift(type, &reader))
        case 220...229: .privacy(try decodePrivacy(type, &reader))
        case 230...249: .hospital(try decodeHospital(type, &reader))
        case 270...279: .destination(try decodeDestination(type, &reader))
        case 250...259: .notice(try decodeNotice(type, &reader))
        case 260...269: .referral(try decodeReferral(type, &reader))
        default: try decodeAssignmentFields(type, version, &reader)
        }
    }

    private static func decodeAssignmentFields(
        _ type: UInt16, _ version: UInt8, _ reader: inout FieldReader
    ) throws(CodecError) -> EventBody {
        switch type {
        case 21:
            .dispatched(
                try reader.id(), try reader.id(), try reader.id(), order: try reader.get(),
                try reader.basis())
        case 22: .orderConfirmed(try reader.id(), order: try reader.get(), try reader.id())
        case 23:
            .assignmentMoved(
                try reader.id(), from: try reader.choice(), to: try reader.choice(), try reader.choice(),
                occurredAt: try reader.time(), isLate: try reader.flag(), destination: try reader.id(),
                press: try reader.get())
        case 24:
            .assignmentCancelled(
                try reader.id(), from: try reader.choice(), try reader.choice(), order: try reader.get())
        case 25: .pressIgnored(try reader.id(), try reader.choice(), press: try reader.get())
        case 26: .orderRenewed(try reader.id(), order: try reader.get())
        case 30:
            .patientLoaded(
                try reader.id(), try reader.id(), try reader.id(), destination: try reader.id())
        case 31: .patientEnded(try reader.id(), try reader.choice())
        case 40:
            .alertRaised(alert: try reader.get(), try reader.choice(), subject: try reader.get())
        case 41: .alertCleared(alert: try reader.get())
        case 50:
            .retired(
                RetiredBounds(
                    incidents: try reader.get(), calls: try reader.get(), assignments: try reader.get(),
                    patients: try reader.get(), notes: try reader.get(), texts: try reader.get(),
                    alerts: try reader.get(), offers: version >= 2 ? try reader.get() : 0))
        default: throw .unknownType(type)
        }
    }
}
