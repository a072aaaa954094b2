// What happens around triage: answers, what follows from them, and what the incident needs, as
// fields of JSON.

extension EventExport {
    static func describe(_ triage: TriageEvent) -> Fields {
        switch triage {}
    }
}
