// What must always be true of entries made late.

extension Centre {
    func checkPaper(_ must: (Bool, @autoclosure () -> String) -> Void) {
        for (left, right) in zip(forms, forms.dropFirst()) {
            must(left.number < right.number, "form \(right.number) is there twice, or out of order")
        }
        for form in forms where incidents.contains(form.incident.index) {
            must(self[form.incident].paper.form == form.number, "form \(form.number) is another incident's")
        }
        for (left, right) in zip(formRanges, formRanges.dropFirst()) {
            must(left.numbers.upperBound < right.first, "form \(right.first) was given to two desks")
        }
        for index in incidents.base..<incidents.end where incidents[index].paper.isLate {
            let row = incidents[index]
            must(row.openedAt <= row.paper.enteredAt, "incident \(index + 1) was entered before it happened")
            must(
                row.paper.form == 0 || form(numbered: row.paper.form)?.incident.index == index,
                "the form of incident \(index + 1) is not known")
        }
        for index in incidents.base..<incidents.end where incidents[index].paper.closeEnteredAt.isSet {
            let row = incidents[index]
            must(!row.closedAt.isSet || row.closedAt >= row.openedAt, "incident \(index + 1) ended too early")
        }
        for index in assignments.base..<assignments.end where assignments[index].enteredAt.isSet {
            let row = assignments[index]
            guard incidents.contains(row.incident.index) else { continue }
            must(
                row.times.dispatchNotified >= self[row.incident].openedAt,
                "assignment \(index) was sent before its call")
        }
    }
}
