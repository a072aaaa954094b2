// The shift, the paper forms and what was entered late, in a snapshot.

extension CentreCodec {
    static func put(_ paper: IncidentPaper, _ out: inout FieldWriter) {
        out.put(paper.form)
        out.put(paper.enteredAt)
        out.put(paper.closeEnteredAt)
    }

    static func paper(_ reader: inout FieldReader) throws(CodecError) -> IncidentPaper {
        var paper = IncidentPaper()
        paper.form = try reader.get()
        paper.enteredAt = try reader.time()
        paper.closeEnteredAt = try reader.time()
        return paper
    }

    static func putShift(_ centre: Centre, _ out: inout FieldWriter) {
        out.put(centre.shift.holder != nil)
        if let holder = centre.shift.holder { out.put(holder) }
        out.put(centre.shift.since)
        out.put(centre.shift.readBack != nil)
        if let readBack = centre.shift.readBack {
            out.put(readBack.by)
            out.put(readBack.at)
            out.put(readBack.items)
        }
        out.put(UInt32(centre.forms.count))
        for form in centre.forms {
            out.put(form.number)
            out.put(form.incident)
            out.put(form.enteredAt)
        }
        out.put(UInt32(centre.formRanges.count))
        for range in centre.formRanges {
            out.put(range.first)
            out.put(range.count)
            out.put(range.by)
            out.put(range.at)
        }
    }

    static func readShift(into centre: inout Centre, _ reader: inout FieldReader) throws(CodecError) {
        if try reader.flag() { centre.shift.holder = try reader.get() }
        centre.shift.since = try reader.time()
        if try reader.flag() {
            centre.shift.readBack = ShiftState.ReadBack(
                by: try reader.get(), at: try reader.time(), items: try reader.shiftItems())
        }
        for _ in 0..<Int(try reader.get(UInt32.self)) {
            let form = PaperForm(
                number: try reader.get(), incident: try reader.id(), enteredAt: try reader.time())
            // `form(numbered:)` searches: bytes that are out of order are no snapshot of ours.
            guard form.number > centre.forms.last?.number ?? 0 else {
                throw .bytes(.badValue(field: "form", offset: 0))
            }
            centre.forms.append(form)
        }
        for _ in 0..<Int(try reader.get(UInt32.self)) {
            centre.formRanges.append(
                FormRange(
                    first: try reader.formNumber(), count: try reader.formNumber(), by: try reader.get(),
                    at: try reader.time()))
        }
    }
}

extension FieldWriter {
    mutating func put(_ items: [ShiftItem]) {
        put(UInt16(clamping: items.count))
        for item in items.prefix(Int(UInt16.max)) {
            put(item.kind)
            put(item.subject)
            put(item.digest)
        }
    }
}

extension FieldReader {
    mutating func shiftItems() throws(CodecError) -> [ShiftItem] {
        var items: [ShiftItem] = []
        for _ in 0..<Int(try get(UInt16.self)) {
            items.append(ShiftItem(kind: try choice(), subject: try get(), digest: try get()))
        }
        return items
    }

    /// A form's number or how many: sums of two of them never overflow.
    mutating func formNumber() throws(CodecError) -> Int32 {
        let number: Int32 = try get()
        guard number >= 0, number <= PaperRules.largestForm else {
            throw .bytes(.badValue(field: "form", offset: bytes.offset - 4))
        }
        return number
    }
}
