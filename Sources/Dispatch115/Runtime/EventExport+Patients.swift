// What happens around patients: added, taken on board, each with an outcome and a destination, as
// fields of JSON.

extension EventExport {
    static func describe(_ patient: PatientEvent) -> Fields {
        switch patient {}
    }
}
