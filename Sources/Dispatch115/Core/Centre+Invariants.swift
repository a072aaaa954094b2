// What must always be true of a centre, said in full. Slow (it looks at everything); tests and simulations
// ask after every event.

extension Centre {
    /// One sentence per broken invariant; empty when all is well.
    public func brokenInvariants() -> [String] {
        var broken: [String] = []
        func must(_ holds: Bool, _ what: @autoclosure () -> String) {
            if !holds { broken.append(what()) }
        }
        checkUnits(must)
        checkIncidents(must)
        checkTimes(must)
        checkOffers(must)
        checkCalls(must)
        checkPaper(must)
        checkHospitals(must)
        for alert in openAlerts {
            must(alerts.contains(alert) && !alerts[alert].clearedAt.isSet, "open alert \(alert) is not open")
        }
        checkAlerts(must)
        checkErasure(must)
        must(openAlerts == openAlerts.sorted(), "open alerts are not in order")
        must(openIncidents == openIncidents.sorted(), "open incidents are not in order")
        return broken
    }

    private func checkUnits(_ must: (Bool, @autoclosure () -> String) -> Void) {
        var liveAssignments = [Int32](repeating: 0, count: units.count)
        for index in assignments.base..<assignments.end where assignments[index].state.isLive {
            let unit = assignments[index].unit
            liveAssignments[Int(unit.index)] += 1
            must(
                self[unit].live.index == index, "unit \(self[unit].number) does not know assignment \(index)")
        }
        for (index, unit) in units.enumerated() {
            must(liveAssignments[index] <= 1, "unit \(unit.number) has two live assignments")
            must(unit.isOnDuty || !unit.live.isSet, "unit \(unit.number) is off duty with an assignment")
            must(
                unit.duty.reason == .none || !unit.live.isSet,
                "unit \(unit.number) is out of service and sent")
            must(unit.duty.odometer >= -1, "unit \(unit.number): odometer")
            must((liveAssignments[index] == 1) == unit.live.isSet, "unit \(unit.number): live does not fit")
            must(unit.order <= lastOrder, "unit \(unit.number) has an order that was never made")
            must(
                self.unit(numbered: unit.number).index == Int32(index),
                "unit \(unit.number) is not found by its number")
        }
    }

    private func checkIncidents(_ must: (Bool, @autoclosure () -> String) -> Void) {
        for index in incidents.base..<incidents.end {
            let incident = incidents[index]
            let id = IncidentID(index: index)
            let mine = assignments(of: id)
            let live = mine.filter { self[$0].state.isLive }.count
            let completed = mine.filter { self[$0].state == .completed }.count
            must(Int(incident.liveAssignments) == live, "incident \(id.number): live count")
            must(Int(incident.completedAssignments) == completed, "incident \(id.number): completed count")
            must(mine.allSatisfy { self[$0].incident == id }, "incident \(id.number): foreign assignment")
            let open = patients(of: id).filter { patients[$0.index].outcome == .open }.count
            must(Int(incident.openPatients) == open, "incident \(id.number): open patients")
            checkPatients(id, mine, must)
            must(incident.isOpen == openIncidents.contains(id), "incident \(id.number): open list")
            if !incident.isOpen {
                must(live == 0, "incident \(id.number) is closed with a unit on it")
                must(open == 0, "incident \(id.number) is closed with a patient open")
                must(incident.disposition != nil, "incident \(id.number) is closed without disposition")
                must(
                    incident.waitingAlert < 0 && incident.withoutUnitAlert < 0
                        && incident.overdueAlert < 0,
                    "closed incident \(id.number) alerts")
            }
            let isOwn = calls[incident.call.index].incident == id || incident.disposition == .duplicate
            must(isOwn, "incident \(id.number): its call is another's")
            if let coordinate = incident.coordinate {
                must(coordinate.latitudeE7.magnitude <= 900_000_000, "incident \(id.number): off the globe")
            }
        }
    }

    private func checkPatients(
        _ id: IncidentID, _ mine: [AssignmentID], _ must: (Bool, @autoclosure () -> String) -> Void
    ) {
        var last: Int32 = 0
        for patient in patients(of: id) {
            let row = self[patient]
            must(row.incident == id, "incident \(id.number): foreign patient")
            must(row.notes.number == last + 1, "incident \(id.number): patients are not numbered in order")
            last = row.notes.number
            must(
                !row.assignment.isSet || mine.contains(row.assignment),
                "incident \(id.number): patient \(last) is on another incident's unit")
        }
        for assignment in mine {
            let open = patients(of: id).filter {
                self[$0].assignment == assignment && self[$0].outcome == .open
            }
            must(
                Int(self[assignment].openPatients) == open.count,
                "assignment \(assignment.number): open patients")
        }
        for text in [self[id].course.doctor, self[id].course.bed, self[id].course.escort] where text.isSet {
            must(texts.contains(text.index), "incident \(id.number): a text of its transfer is gone")
        }
    }

    private func checkTimes(_ must: (Bool, @autoclosure () -> String) -> Void) {
        for index in assignments.base..<assignments.end {
            let row = assignments[index]
            var last = row.times.dispatchNotified
            must(last.isSet, "assignment \(index) was never dispatched")
            for point in TimePoints.crewOrder {
                let moment = row.times[point]
                guard moment.isSet else { continue }
                must(moment >= last, "assignment \(index): \(point) lies before the step before it")
                last = moment
            }
            if row.times.unitNotified.isSet {
                must(
                    row.times.unitNotified >= row.times.dispatchNotified,
                    "assignment \(index): notified early")
            }
            must(row.openPatients >= 0, "assignment \(index): negative patients")
            must(row.state.isLive || row.openPatients == 0, "assignment \(index) ended with a patient open")
            must(
                (row.state == .cancelled) == row.times.cancelled.isSet, "assignment \(index): cancelled time")
        }
    }
}
