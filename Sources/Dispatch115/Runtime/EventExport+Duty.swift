// What happens around duty: crews logging on and off, units out of service, returning, at their
// station, as fields of JSON.

extension EventExport {
    static func describe(_ duty: DutyEvent) -> Fields {
        switch duty {}
    }
}
