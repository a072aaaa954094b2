// A unit's duty, patients and the course of incidents in a snapshot.

extension CentreCodec {
    static func put(_ duty: UnitDuty, _ out: inout FieldWriter) {
        out.put(duty.crew)
        out.put(duty.reason)
        out.put(duty.until)
        out.put(duty.note)
        out.put(duty.since)
        out.put(duty.isWithdrawn)
        out.put(duty.whereabouts)
        out.put(duty.definedSkills.rawValue)
        out.put(duty.definedEquipment.rawValue)
        out.put(duty.odometer)
        out.put(duty.before.isKnown)
        out.put(duty.before.isOnDuty)
        out.put(duty.before.skills.rawValue)
        out.put(duty.before.equipment.rawValue)
        out.put(duty.before.crew)
        out.put(duty.before.reason)
        out.put(duty.before.until)
        out.put(duty.before.note)
        out.put(duty.before.since)
        out.put(duty.before.isWithdrawn)
    }

    static func duty(_ reader: inout FieldReader) throws(CodecError) -> UnitDuty {
        let crew: TextID = try reader.id()
        let reason: OutOfServiceReason = try reader.choice()
        let until = try reader.time()
        let note: TextID = try reader.id()
        let since = try reader.time()
        let isWithdrawn = try reader.flag()
        let whereabouts: Whereabouts = try reader.choice()
        var duty = UnitDuty(
            skills: Skills(rawValue: try reader.get()), equipment: Equipment(rawValue: try reader.get()))
        duty.crew = crew
        duty.reason = reason
        duty.until = until
        duty.note = note
        duty.since = since
        duty.isWithdrawn = isWithdrawn
        duty.whereabouts = whereabouts
        duty.odometer = try reader.get()
        duty.before.isKnown = try reader.flag()
        duty.before.isOnDuty = try reader.flag()
        duty.before.skills = Skills(rawValue: try reader.get())
        duty.before.equipment = Equipment(rawValue: try reader.get())
        duty.before.crew = try reader.id()
        duty.before.reason = try reader.choice()
        duty.before.until = try reader.time()
        duty.before.note = try reader.id()
        duty.before.since = try reader.time()
        duty.before.isWithdrawn = try reader.flag()
        return duty
    }

    // MARK: - Patients

    static func put(_ patient: Patient, _ out: inout FieldWriter) {
        out.put(patient.incident)
        out.put(patient.assignment)
        out.put(patient.destination)
        out.put(patient.outcome)
        out.put(bed: patient.bed)
        out.put(patient.next)
        out.put(patient.notes.number)
        out.put(patient.notes.words)
        out.put(patient.notes.tag)
    }

    static func patient(_ reader: inout FieldReader) throws(CodecError) -> Patient {
        var patient = Patient(incident: try reader.id(), number: 0)
        patient.assignment = try reader.id()
        patient.destination = try reader.id()
        patient.outcome = try reader.choice()
        patient.bed = try reader.bedKind()
        patient.next = try reader.id()
        patient.notes.number = try reader.get()
        patient.notes.words = try reader.id()
        patient.notes.tag = try reader.choice()
        return patient
    }

    // MARK: - The course of an incident

    static func put(_ course: IncidentCourse, _ out: inout FieldWriter) {
        out.put(course.kind)
        out.put(course.plannedAt)
        out.put(course.plannedTo)
        out.put(course.estimate)
        out.put(course.reopenedAt)
        out.put(course.completedBefore)
        out.put(course.from)
        out.put(course.doctor)
        out.put(course.bed)
        out.put(course.escort)
        out.put(course.placeBefore != nil)
        guard let before = course.placeBefore else { return }
        out.put(before.coordinate)
        out.put(before.certainty)
        out.put(before.precisionMetres)
        out.put(before.said)
        out.put(before.name)
    }

    static func course(_ reader: inout FieldReader) throws(CodecError) -> IncidentCourse {
        var course = IncidentCourse()
        course.kind = try reader.choice()
        course.plannedAt = try reader.time()
        course.plannedTo = try reader.time()
        course.estimate = try reader.get()
        course.reopenedAt = try reader.time()
        course.completedBefore = try reader.get()
        course.from = try reader.id()
        course.doctor = try reader.id()
        course.bed = try reader.id()
        course.escort = try reader.id()
        guard try reader.flag() else { return course }
        var before = PlaceBefore()
        before.coordinate = try reader.optionalCoordinate()
        before.certainty = try reader.choice()
        before.precisionMetres = try reader.get()
        before.said = try reader.id()
        before.name = try reader.id()
        course.placeBefore = before
        return course
    }
}
