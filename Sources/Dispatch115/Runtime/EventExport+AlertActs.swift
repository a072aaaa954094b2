// What happens around alerts as the desk handles them: acknowledged, and those that the service
// itself raises, as fields of JSON.

extension EventExport {
    static func describe(_ alert: AlertEvent) -> Fields {
        switch alert {}
    }
}
