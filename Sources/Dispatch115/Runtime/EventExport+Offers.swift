// What happens around offers to stations: asked, answered, fallen silent, withdrawn, as fields of JSON.

extension EventExport {
    static func describe(_ offer: OfferEvent) -> Fields {
        switch offer {}
    }
}
