// What happens around the course of an incident beyond its units: reopened, mass casualty, standby,
// transfer, steps taken back, as fields of JSON.

extension EventExport {
    static func describe(_ course: CourseEvent) -> Fields {
        switch course {}
    }
}
